using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

internal sealed class TokenCountStore(Archive archive) : ITokenCountStore
{
    public async ValueTask SaveAsync(PoolId pool, IReadOnlyList<TokenCount> rows, CancellationToken ct) =>
        await archive.WriteTogetherAsync(pool, async (context, token) =>
        {
            // A row has one writer, so whether it is there cannot change meanwhile.
            foreach (var row in rows)
            {
                var updated = await context.TokenCounts.Where(old => old.Kid == row.Kid && old.Node == row.Node && old.ExpiresAt == row.ExpiresAt)
                    .ExecuteUpdateAsync(set => set.SetProperty(old => old.Counts, row.Counts), token);
                if (updated == 0) context.Add(row);
            }
            return await context.SaveChangesAsync(token);
        }, ct);

    public async ValueTask<IReadOnlyDictionary<string, long>> LiveAsync(PoolId pool, string kid, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await archive.ReadAsync(pool, (context, token) => context.TokenCounts.AsNoTracking()
            .Where(row => row.Kid == kid && row.ExpiresAt > now).Select(row => row.Counts).ToListAsync(token), ct);
        SortedDictionary<string, long> live = new(StringComparer.Ordinal);
        foreach (var (client, count) in rows.SelectMany(row => row)) live[client] = live.GetValueOrDefault(client) + count;
        return live;
    }
}
