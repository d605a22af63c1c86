using IdentityServer.Domain.Organizations;

namespace IdentityServer.Management;

/// <summary>What a route asks of its caller.</summary>
/// <param name="Role">The least that will do; null for everybody, which only a login can be.</param>
/// <param name="OfOwner">The caller has to be of the organization that owns the installation.</param>
internal sealed record Access(MemberRole? Role, bool OfOwner = false);

internal static class Accesses
{
    /// <summary>Reads ask for <see cref="MemberRole.ReadOnly"/>, writes for <see cref="MemberRole.Admin"/>.</summary>
    public static T Requires<T>(this T route, MemberRole role) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new Access(role)));
        return route;
    }

    /// <summary>For what all organizations share.</summary>
    public static T RequiresOwner<T>(this T route) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new Access(MemberRole.Admin, OfOwner: true)));
        return route;
    }

    /// <summary>For whoever has no credentials yet.</summary>
    public static T IsOpenToAll<T>(this T route) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new Access(Role: null)));
        return route;
    }
}
