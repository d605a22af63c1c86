using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Users;

namespace IdentityServer.Storage.Connections;

internal sealed class UpstreamIdentityStore(Archive archive, TimeProvider clock) : IUpstreamIdentityStore
{
    public async ValueTask<IdentityOfUser?> FindAsync(PoolId pool, string connectionId, string subject, CancellationToken ct) =>
        // SQL Server's = does not see trailing blanks, under any collation.
        Ids.IsText(subject) && await archive.ReadAsync(pool, (context, token) => context.UpstreamIdentities.AsNoTracking()
            .Where(identity => identity.ConnectionId == connectionId && identity.Subject == subject)
            .Join(context.Users.AsNoTracking(), identity => identity.UserId, user => user.Id, (identity, user) => new IdentityOfUser(identity, user))
            .FirstOrDefaultAsync(token), ct) is { } found && found.Identity.Subject == subject ? found : null;

    public ValueTask<bool> AddWithUserAsync(User user, UpstreamIdentity identity, AuditRecord record, CancellationToken ct)
    {
        if (user.ConcurrencyStamp.Length == 0) user.ConcurrencyStamp = Ids.NewUuid(clock);
        return archive.TryWriteTogetherAsync(user.PoolId, async (context, token) =>
        {
            context.Add(user);
            context.Add(identity);
            context.Add(record);
            return await context.SaveChangesAsync(token) > 0;
        }, ct);
    }

    public async ValueTask SeenAsync(PoolId pool, string connectionId, string subject, string? sealedTokens, DateTimeOffset now, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) => context.UpstreamIdentities.Where(identity => identity.ConnectionId == connectionId && identity.Subject == subject)
            .ExecuteUpdateAsync(set => set
                .SetProperty(identity => identity.LastSeenAt, now)
                .SetProperty(identity => identity.SealedTokens, identity => sealedTokens ?? identity.SealedTokens), token), ct);

    public async ValueTask<IReadOnlyList<UpstreamIdentity>> OfUserAsync(PoolId pool, UserId user, CancellationToken ct) =>
        await archive.ReadAsync(pool, (context, token) => context.UpstreamIdentities.AsNoTracking().Where(identity => identity.UserId == user)
            .OrderBy(identity => identity.CreatedAt).ThenBy(identity => identity.ConnectionId).ToListAsync(token), ct);
}
