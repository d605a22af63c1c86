using IdentityServer.Domain.Organizations;

namespace IdentityServer.Management;

/// <summary>What a route asks of its caller. It has no value that stands for everybody.</summary>
/// <param name="Role">The least that will do.</param>
internal sealed record Access(MemberRole Role)
{
    public bool IsGrantedTo(Caller caller) => caller.Role >= Role;
}

internal static class Accesses
{
    /// <summary>Reads ask for <see cref="MemberRole.ReadOnly"/>, writes for <see cref="MemberRole.Admin"/>.</summary>
    public static T Requires<T>(this T route, MemberRole role) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new Access(role)));
        return route;
    }
}
