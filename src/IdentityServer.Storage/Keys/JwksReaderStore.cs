using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

/// <summary>In small batches, so that no request waits long behind one.</summary>
internal sealed class JwksReaderStore(Archive archive) : IJwksReaderStore
{
    const int BatchSize = 100;

    public ValueTask SaveAsync(PoolId pool, IReadOnlyList<JwksReader> readers, CancellationToken ct) =>
        SaveAsync(pool, readers.OrderBy(reader => reader.Name, StringComparer.Ordinal), (context, reader, token) => context.JwksReaders
            .Where(row => row.Name == reader.Name && row.IsClient == reader.IsClient)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.LastSeenAt, row => row.LastSeenAt > reader.LastSeenAt ? row.LastSeenAt : reader.LastSeenAt)
                .SetProperty(row => row.KeysAnnouncedAt, row => row.KeysAnnouncedAt > reader.KeysAnnouncedAt ? row.KeysAnnouncedAt : reader.KeysAnnouncedAt)
                .SetProperty(row => row.UserAgent, reader.UserAgent), token), ct);

    public ValueTask SaveAsync(PoolId pool, IReadOnlyList<ClientRange> ranges, CancellationToken ct) =>
        SaveAsync(pool, ranges.OrderBy(range => range.Range, StringComparer.Ordinal).ThenBy(range => range.ClientId.Value, StringComparer.Ordinal), (context, range, token) => context.ClientRanges
            .Where(row => row.Range == range.Range && row.ClientId == range.ClientId)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.LastSeenAt, row => row.LastSeenAt > range.LastSeenAt ? row.LastSeenAt : range.LastSeenAt), token), ct);

    public ValueTask<StoredReaders> ListAsync(PoolId pool, DateTimeOffset since, CancellationToken ct) =>
        archive.ReadAsync(pool, async (context, token) => new StoredReaders(
            await context.JwksReaders.AsNoTracking().Where(row => row.LastSeenAt >= since).ToListAsync(token),
            await context.ClientRanges.AsNoTracking().Where(row => row.LastSeenAt >= since).ToListAsync(token)), ct);

    /// <param name="rows">In one order on all nodes, so that two of them do not wait for each other.</param>
    async ValueTask SaveAsync<T>(PoolId pool, IEnumerable<T> rows, Func<IdpContext, T, CancellationToken, Task<int>> update, CancellationToken ct) where T : class
    {
        foreach (var batch in rows.Chunk(BatchSize))
        {
            // Another node may add the same row at the same time; the second try finds it there.
            while (!await archive.TryWriteTogetherAsync(pool, async (context, token) =>
            {
                foreach (var row in batch)
                    if (await update(context, row, token) == 0) context.Add(row);
                await context.SaveChangesAsync(token);
                return true;
            }, ct)) ct.ThrowIfCancellationRequested();
        }
    }
}
