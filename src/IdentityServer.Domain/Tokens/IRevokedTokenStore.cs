using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tokens;

/// <summary>Access tokens that were revoked one by one before they expired: RFC 7009 §2.1.</summary>
public interface IRevokedTokenStore
{
    /// <summary>Idempotent; the row may go once the token has expired anyway.</summary>
    ValueTask AddAsync(PoolId pool, string jti, DateTimeOffset expiresAt, CancellationToken ct);

    ValueTask<bool> ContainsAsync(PoolId pool, string jti, CancellationToken ct);
}
