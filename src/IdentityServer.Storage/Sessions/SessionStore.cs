using IdentityServer.Domain.Sessions;
using IdentityServer.Storage.Tokens;

namespace IdentityServer.Storage.Sessions;

internal sealed class SessionStore(Archive archive) : ISessionStore
{
    readonly Func<IdpContext, HandleDigest, CancellationToken, Task<SessionOfUser?>> byDigest =
        EF.CompileAsyncQuery((IdpContext context, HandleDigest digest, CancellationToken ct) =>
            context.Sessions.AsNoTracking().Where(session => session.Digest == digest)
                .Join(context.Users, session => session.UserId, user => user.Id, (session, user) => new SessionOfUser(session, user))
                .FirstOrDefault());

    public ValueTask AddAsync(Session session, CancellationToken ct) => archive.InsertAsync(session.PoolId, session, ct);

    public ValueTask<SessionOfUser?> FindAsync(PoolId pool, HandleDigest digest, CancellationToken ct) =>
        archive.ReadAsync(pool, byDigest, digest, ct);

    public ValueTask<bool> RenewAsync(Session renewed, HandleDigest oldDigest, CancellationToken ct) =>
        archive.WriteAsync(renewed.PoolId, async (context, token) =>
            // A sid stays with its user: another person in the same browser gets a session of their own.
            await context.Sessions
                .Where(session => session.Id == renewed.Id && session.Digest == oldDigest && session.EndedAt == null
                    && session.UserId == renewed.UserId)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(session => session.Digest, renewed.Digest)
                    .SetProperty(session => session.SecurityStamp, renewed.SecurityStamp)
                    .SetProperty(session => session.AuthTime, renewed.AuthTime)
                    .SetProperty(session => session.Amr, renewed.Amr)
                    .SetProperty(session => session.ConnectionId, renewed.ConnectionId)
                    .SetProperty(session => session.UpstreamSubject, renewed.UpstreamSubject)
                    .SetProperty(session => session.UpstreamSid, renewed.UpstreamSid)
                    .SetProperty(session => session.LastSeenAt, renewed.LastSeenAt)
                    .SetProperty(session => session.ExpiresAt, renewed.ExpiresAt), token) == 1, ct);

    public async ValueTask TouchAsync(PoolId pool, SessionId id, DateTimeOffset now, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) =>
            // Never backwards: two requests may arrive in another order than they were made.
            context.Sessions.Where(session => session.Id == id && session.EndedAt == null && session.LastSeenAt < now)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, now), token), ct);

    public ValueTask<bool> EndAsync(PoolId pool, SessionId id, DateTimeOffset now, CancellationToken ct) =>
        archive.WriteTogetherAsync(pool, async (context, token) =>
        {
            var ended = await context.Sessions.Where(session => session.Id == id && session.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), token) == 1;
            if (!ended) return false;
            await context.TokenFamilies
                .Where(family => family.SessionId == id && !family.Offline && family.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(family => family.RevokedAt, now), token);
            return true;
        }, ct);

    public async ValueTask<int?> EndOfUpstreamAsync(PoolId pool, string connectionId, string? subject, string? sid, HandleDigest notice, DateTimeOffset noticeExpiresAt, DateTimeOffset now, CancellationToken ct)
    {
        if ((subject ?? sid) is null || (subject is not null && !StorableText.Is(subject)) || (sid is not null && !StorableText.Is(sid))) return 0;
        var count = 0;
        return await archive.TryWriteTogetherAsync(pool, async (context, token) =>
        {
            // First: of two that are the same one waits here, and finds it taken.
            context.Add(new SpentToken { PoolId = pool, Digest = notice, ExpiresAt = noticeExpiresAt });
            await context.SaveChangesAsync(token);
            var sessions = context.Sessions.Where(session => session.ConnectionId == connectionId && session.EndedAt == null);
            if (subject is not null) sessions = sessions.Where(session => session.UpstreamSubject == subject);
            if (sid is not null) sessions = sessions.Where(session => session.UpstreamSid == sid);
            var ids = await sessions.Select(session => session.Id).ToListAsync(token);
            count = await context.Sessions.Where(session => ids.Contains(session.Id) && session.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), token);
            await context.TokenFamilies.Where(family => ids.Contains(family.SessionId) && !family.Offline && family.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(family => family.RevokedAt, now), token);
            return true;
        }, ct) ? count : null;
    }
}
