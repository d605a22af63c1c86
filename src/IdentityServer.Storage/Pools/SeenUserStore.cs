using IdentityServer.Domain.Pools;

namespace IdentityServer.Storage.Pools;

internal sealed class SeenUserStore(Archive archive) : ISeenUserStore
{
    public async ValueTask<SeenUser?> FindAsync(PoolId pool, string appUserId, CancellationToken ct) =>
        // SQL Server's = does not see trailing blanks, under any collation.
        Fits(appUserId, Lengths.Id)
            && await archive.ReadAsync(pool, (context, token) => context.SeenUsers.AsNoTracking().FirstOrDefaultAsync(user => user.AppUserId == appUserId, token), ct) is { } found
            && found.AppUserId == appUserId
            ? found
            : null;

    public async ValueTask<IReadOnlyList<SeenUser>> ListAsync(PoolId pool, string? after, int limit, CancellationToken ct) =>
        after is not null && !StorableText.Is(after) ? [] : await archive.ReadAsync(pool, (context, token) =>
        {
            var users = context.SeenUsers.AsNoTracking();
#pragma warning disable CA1309 // It is the database that compares.
            if (after is not null) users = users.Where(user => string.Compare(user.AppUserId, after) > 0);
#pragma warning restore CA1309
            return users.OrderBy(user => user.AppUserId).Take(limit).ToListAsync(token);
        }, ct);

    public async ValueTask NoteAsync(PoolId pool, string appUserId, string? issuer, DateTimeOffset now, CancellationToken ct)
    {
        // Both come from a token of somebody else's; what no database holds is not worth an error.
        if (!Fits(appUserId, Lengths.Id)) return;
        if (issuer is not null && !Fits(issuer, Lengths.Name)) issuer = null;
        if (await MoveAsync(pool, appUserId, issuer, now, ct)) return;
        if (await archive.AddAsync(pool, new SeenUser { PoolId = pool, AppUserId = appUserId, FirstSeenAt = now, LastSeenAt = now, Issuer = issuer }, ct)) return;
        // Another node was first, and now the row is there.
        await MoveAsync(pool, appUserId, issuer, now, ct);
    }

    async ValueTask<bool> MoveAsync(PoolId pool, string appUserId, string? issuer, DateTimeOffset now, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) => context.SeenUsers.Where(user => user.AppUserId == appUserId)
            .ExecuteUpdateAsync(set => set
                .SetProperty(user => user.LastSeenAt, user => user.LastSeenAt < now ? now : user.LastSeenAt)
                .SetProperty(user => user.Issuer, user => user.LastSeenAt <= now ? issuer : user.Issuer), token), ct) == 1;

    static bool Fits(string text, int length) => text.Length <= length && StorableText.Is(text);
}
