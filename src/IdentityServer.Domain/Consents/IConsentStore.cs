using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Consents;

/// <summary>Remembered consents.</summary>
public interface IConsentStore
{
    ValueTask<Consent?> FindAsync(PoolId pool, UserId user, ClientId client, CancellationToken ct);

    /// <summary>Adds the scope to what was agreed before.</summary>
    ValueTask GrantAsync(PoolId pool, UserId user, ClientId client, ScopeSet scope, DateTimeOffset now, CancellationToken ct);

    /// <summary>Forgets it and revokes, in the same transaction, every token family of this user and client.</summary>
    ValueTask<bool> RevokeAsync(PoolId pool, UserId user, ClientId client, DateTimeOffset now, CancellationToken ct);
}
