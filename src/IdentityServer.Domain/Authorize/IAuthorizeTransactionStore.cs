using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Authorize;

/// <summary>Authorization requests under way.</summary>
public interface IAuthorizeTransactionStore
{
    ValueTask AddAsync(AuthorizeTransaction transaction, CancellationToken ct);

    ValueTask<AuthorizeTransaction?> FindAsync(PoolId pool, HandleDigest digest, CancellationToken ct);

    /// <summary>A new sign-in voids the agreement that an earlier one may have left.</summary>
    ValueTask RecordSignInAsync(PoolId pool, HandleDigest digest, SessionId session, CancellationToken ct);

    ValueTask RecordConsentAsync(PoolId pool, HandleDigest digest, UserId user, ScopeSet scope, CancellationToken ct);

    /// <summary>The gate: true for exactly one caller.</summary>
    ValueTask<bool> TakeAsync(PoolId pool, HandleDigest digest, DateTimeOffset now, CancellationToken ct);
}
