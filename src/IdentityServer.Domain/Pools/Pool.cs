using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Pools;

/// <summary>One pool, one issuer: the realm that users, clients, keys and tokens belong to.</summary>
/// <param name="Issuer">Exactly as it stands in tokens and discovery, without a trailing slash: OIDC Discovery §3.</param>
public sealed record Pool(PoolId Id, string Issuer)
{
    /// <summary>No token of the pool lives longer; its keys stay public accordingly.</summary>
    public TimeSpan LongestLifetime { get; init; } = KeyTimes.LongestLifetime;
}
