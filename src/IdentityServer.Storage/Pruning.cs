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
        return pruned;
    }

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
