using IdentityServer.Domain.Pools;

namespace IdentityServer.Storage.Pools;

internal sealed class SeenUserStore(Archive archive) : ISeenUserStore
{
    public async ValueTask<SeenUser?> FindAsync(PoolId pool, string appUserId, CancellationToken ct) =>
        StorableText.Is(appUserId)
            ? await archive.ReadAsync(pool, (context, token) => context.SeenUsers.AsNoTracking().FirstOrDefaultAsync(user => user.AppUserId == appUserId, token), ct)
            : null;

    public async ValueTask<IReadOnlyList<SeenUser>> ListAsync(PoolId pool, string? after, int limit, CancellationToken ct) =>
        await archive.ReadAsync(pool, (context, token) =>
        {
            var users = context.SeenUsers.AsNoTracking();
#pragma warning disable CA1309 // It is the database that compares.
            if (after is not null) users = users.Where(user => string.Compare(user.AppUserId, after) > 0);
#pragma warning restore CA1309
            return users.OrderBy(user => user.AppUserId).Take(limit).ToListAsync(token);
        }, ct);

    public async ValueTask NoteAsync(PoolId pool, string appUserId, string? issuer, DateTimeOffset now, CancellationToken ct)
    {
        if (await MoveAsync(pool, appUserId, issuer, now, ct)) return;
        // False says that another node was first, and then the row is there.
        await archive.AddAsync(pool, new SeenUser { PoolId = pool, AppUserId = appUserId, FirstSeenAt = now, LastSeenAt = now, Issuer = issuer }, ct);
    }

    async ValueTask<bool> MoveAsync(PoolId pool, string appUserId, string? issuer, DateTimeOffset now, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) => context.SeenUsers.Where(user => user.AppUserId == appUserId)
            .ExecuteUpdateAsync(set => set
                .SetProperty(user => user.LastSeenAt, user => user.LastSeenAt < now ? now : user.LastSeenAt)
                .SetProperty(user => user.Issuer, issuer), token), ct) == 1;
}
