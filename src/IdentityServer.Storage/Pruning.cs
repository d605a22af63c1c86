using System.Linq.Expressions;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Tokens;

namespace IdentityServer.Storage;

/// <summary>In small batches, so that no request waits long behind one.</summary>
internal sealed class Pruning(Archive archive) : IPruning
{
    const int BatchSize = 500;

    /// <summary>How long a row that is over stays, to tell a replay from an unknown.</summary>
    static readonly TimeSpan afterlife = TimeSpan.FromDays(1);

    /// <summary>Who has not read the JWK set for so long is no relying party any more.</summary>
    static readonly TimeSpan forgotten = TimeSpan.FromDays(30);

    static readonly string[] poolFilter = [IdpContext.PoolFilter];

    public async ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken ct)
    {
        var over = now - afterlife;
        var pruned = await AllAsync((context, token) => context.AuthorizeTransactions.IgnoreQueryFilters(poolFilter)
            .Where(transaction => transaction.ExpiresAt < now)
            .OrderBy(transaction => transaction.ExpiresAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        pruned += await AllAsync((context, token) => context.RevokedTokens.IgnoreQueryFilters(poolFilter)
            .Where(revoked => revoked.ExpiresAt < now)
            .OrderBy(revoked => revoked.ExpiresAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        pruned += await AllAsync((context, token) => context.SpentTokens.IgnoreQueryFilters(poolFilter)
            .Where(spent => spent.ExpiresAt < now)
            .OrderBy(spent => spent.ExpiresAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        pruned += await AllAsync((context, token) => context.Sessions.IgnoreQueryFilters(poolFilter)
            .Where(session => session.ExpiresAt < over || session.EndedAt < over)
            .OrderBy(session => session.ExpiresAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        // A family with a live line stays, revoked or not: its row is what shows the reuse of a token it gave out.
        pruned += await AllAsync((context, token) => context.TokenFamilies.IgnoreQueryFilters(poolFilter)
            .Where(family => family.CodeExpiresAt < over && (family.RefreshExpiresAt == null || family.RefreshExpiresAt < now))
            .OrderBy(family => family.CodeExpiresAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        pruned += await AllAsync((context, token) => context.TokenCounts.IgnoreQueryFilters(poolFilter)
            .Where(count => count.ExpiresAt < now)
            .OrderBy(count => count.ExpiresAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        var gone = now - forgotten;
        pruned += await AllAsync((context, token) => context.JwksReaders.IgnoreQueryFilters(poolFilter)
            .Where(reader => reader.LastSeenAt < gone)
            .OrderBy(reader => reader.LastSeenAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        pruned += await AllAsync((context, token) => context.ClientRanges.IgnoreQueryFilters(poolFilter)
            .Where(range => range.LastSeenAt < gone)
            .OrderBy(range => range.LastSeenAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        pruned += await AllAsync((context, token) => context.KeptAnswers.Where(answer => answer.ExpiresAt < now)
            .OrderBy(answer => answer.ExpiresAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        pruned += await AllAsync((context, token) => context.MemberSessions.Where(session => session.ExpiresAt < over)
            .OrderBy(session => session.ExpiresAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        pruned += await AllAsync((context, token) => context.RemoteKeys.Where(keys => keys.ConfirmedAt < over)
            .OrderBy(keys => keys.ConfirmedAt).Take(BatchSize).ExecuteDeleteAsync(token), ct);
        return pruned + await OfDeletedPoolsAsync(ct);
    }

    /// <summary>What a deleted pool has left behind; the row of the pool stays, so that its id is never used again.</summary>
    async ValueTask<int> OfDeletedPoolsAsync(CancellationToken ct)
    {
        var pruned = 0;
        foreach (var pool in await archive.ReadSystemWideAsync((context, token) => context.UserPools.Where(gone => gone.DeletedAt != null).Select(gone => gone.Id).ToListAsync(token), ct))
        {
            pruned += await RowsAsync<TokenFamily>(pool, row => row.Id, ct);
            pruned += await RowsAsync<Session>(pool, row => row.Id, ct);
            pruned += await RowsAsync<AuthorizeTransaction>(pool, row => row.ExpiresAt, ct);
            pruned += await RowsAsync<RevokedToken>(pool, row => row.ExpiresAt, ct);
            pruned += await RowsAsync<SpentToken>(pool, row => row.ExpiresAt, ct);
            pruned += await RowsAsync<UpstreamIdentity>(pool, row => row.Subject, ct);
            pruned += await RowsAsync<Connection>(pool, row => row.Id, ct);
            pruned += await RowsAsync<Consent>(pool, row => row.UserId, ct);
            pruned += await RowsAsync<User>(pool, row => row.Id, ct);
            pruned += await RowsAsync<SeenUser>(pool, row => row.AppUserId, ct);
            pruned += await RowsAsync<SigningKey>(pool, row => row.Kid, ct);
            pruned += await RowsAsync<KeyStamp>(pool, row => row.Value, ct);
            pruned += await RowsAsync<RotationPolicy>(pool, row => row.Algorithm, ct);
            pruned += await RowsAsync<TokenCount>(pool, row => row.ExpiresAt, ct);
            pruned += await RowsAsync<JwksReader>(pool, row => row.LastSeenAt, ct);
            pruned += await RowsAsync<ClientRange>(pool, row => row.LastSeenAt, ct);
            pruned += await RowsAsync<Resource>(pool, row => row.Identifier, ct);
            pruned += await RowsAsync<Client>(pool, row => row.Id, ct);
        }
        return pruned;
    }

    ValueTask<int> RowsAsync<T>(PoolId pool, Expression<Func<T, object>> order, CancellationToken ct) where T : class =>
        AllAsync((context, token) => context.Set<T>().IgnoreQueryFilters(poolFilter).Where(row => EF.Property<PoolId>(row, "PoolId") == pool)
            .OrderBy(order).Take(BatchSize).ExecuteDeleteAsync(token), ct);

    async ValueTask<int> AllAsync(Func<IdpContext, CancellationToken, Task<int>> deleteBatch, CancellationToken ct)
    {
        var all = 0;
        int batch;
        do
        {
            batch = await archive.WriteSystemWideAsync(deleteBatch, ct);
            all += batch;
        }
        while (batch == BatchSize);
        return all;
    }
}
