using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryConsents : IConsentStore
{
    readonly Dictionary<(PoolId, UserId, ClientId), Consent> rows = [];

    public ValueTask<Consent?> FindAsync(PoolId pool, UserId user, ClientId client, CancellationToken ct) =>
        new(rows.GetValueOrDefault((pool, user, client)));

    public ValueTask GrantAsync(PoolId pool, UserId user, ClientId client, ScopeSet scope, DateTimeOffset now, CancellationToken ct)
    {
        var before = rows.GetValueOrDefault((pool, user, client))?.Scope ?? ScopeSet.Empty;
        rows[(pool, user, client)] = new() { PoolId = pool, UserId = user, ClientId = client, Scope = before.Union(scope), GrantedAt = now };
        return default;
    }

    public ValueTask<bool> RevokeAsync(PoolId pool, UserId user, ClientId client, DateTimeOffset now, CancellationToken ct) =>
        new(rows.Remove((pool, user, client)));
}
