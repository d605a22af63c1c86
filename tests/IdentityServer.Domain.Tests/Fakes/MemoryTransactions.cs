using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryTransactions : IAuthorizeTransactionStore
{
    readonly Lock gate = new();
    readonly Dictionary<(PoolId, HandleDigest), AuthorizeTransaction> rows = [];

    public ValueTask AddAsync(AuthorizeTransaction transaction, CancellationToken ct)
    {
        lock (gate) rows.Add((transaction.PoolId, transaction.Digest), transaction);
        return default;
    }

    public ValueTask<AuthorizeTransaction?> FindAsync(PoolId pool, HandleDigest digest, CancellationToken ct)
    {
        lock (gate) return new(rows.GetValueOrDefault((pool, digest)));
    }

    public ValueTask RecordSignInAsync(PoolId pool, HandleDigest digest, SessionId session, CancellationToken ct)
    {
        lock (gate)
        {
            var row = rows[(pool, digest)];
            (row.SignedInSession, row.ConsentedScope, row.ConsentedBy) = (session, null, null);
        }
        return default;
    }

    public ValueTask RecordConsentAsync(PoolId pool, HandleDigest digest, UserId user, ScopeSet scope, CancellationToken ct)
    {
        lock (gate) (rows[(pool, digest)].ConsentedBy, rows[(pool, digest)].ConsentedScope) = (user, scope);
        return default;
    }

    public async ValueTask<bool> TakeAsync(PoolId pool, HandleDigest digest, DateTimeOffset now, CancellationToken ct)
    {
        await Task.Yield();
        lock (gate)
        {
            if (!rows.TryGetValue((pool, digest), out var row) || row.TakenAt is not null) return false;
            row.TakenAt = now;
            return true;
        }
    }
}
