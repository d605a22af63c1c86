using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>A pool's keys, or what keeps them from us.</summary>
/// <param name="Keys">Null only with a flaw. What an explanation can list is a <see cref="JwkSet"/>.</param>
/// <param name="Flaw">Why there are none.</param>
/// <param name="Detail">More of it, such as a status; for log and explanation, never a secret.</param>
public sealed record PoolKeys(IVerificationKeys? Keys, TokenFlaw? Flaw = null, string? Detail = null)
{
    /// <summary>When the set was last got from where it is published.</summary>
    public DateTimeOffset? FetchedAt { get; init; }
}
