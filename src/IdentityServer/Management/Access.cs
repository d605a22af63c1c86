using IdentityServer.Domain.Organizations;

namespace IdentityServer.Management;

/// <summary>What a route asks of its caller.</summary>
/// <param name="Role">The least that will do; null for everybody, which only a login can be.</param>
/// <param name="OfOwner">The caller has to be of the organization that owns the installation.</param>
/// <param name="MayNamePool">Unless it names a pool of its own, with userPoolId; whether it is, the route looks at.</param>
internal sealed record Access(MemberRole? Role, bool OfOwner = false, bool MayNamePool = false)
{
    public const string PoolParameter = "userPoolId";

    /// <summary>Whether it has to be the owner who makes this request.</summary>
    public bool AsksForOwner(HttpRequest request) => OfOwner && !(MayNamePool && request.Query.ContainsKey(PoolParameter));
}

internal static class Accesses
{
    /// <summary>Reads ask for <see cref="MemberRole.ReadOnly"/>, writes for <see cref="MemberRole.Admin"/>.</summary>
    public static T Requires<T>(this T route, MemberRole role) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new Access(role)));
        return route;
    }

    /// <summary>For what all organizations share.</summary>
    /// <param name="mayNamePool">Everybody may do it to a pool of their own.</param>
    public static T RequiresOwner<T>(this T route, MemberRole role = MemberRole.Admin, bool mayNamePool = false) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new Access(role, OfOwner: true, mayNamePool)));
        return route;
    }

    /// <summary>For whoever has no credentials yet.</summary>
    public static T IsOpenToAll<T>(this T route) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new Access(Role: null)));
        return route;
    }
}
