using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tokens;

/// <summary>What may be used once: states of logins elsewhere, assertions, logout tokens. RFC 7523 §3, RFC 9700 §4.7.</summary>
public interface ISpentTokenStore
{
    /// <summary>True for exactly one caller on all nodes; the row may go when <paramref name="expiresAt"/> has passed.</summary>
    ValueTask<bool> TakeAsync(PoolId pool, HandleDigest digest, DateTimeOffset expiresAt, CancellationToken ct);
}
