using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Organizations;

internal sealed class MemberSessionStore(Archive archive) : IMemberSessionStore
{
    readonly Func<IdpContext, HandleDigest, CancellationToken, Task<SessionOfMember?>> byDigest =
        EF.CompileAsyncQuery((IdpContext context, HandleDigest digest, CancellationToken ct) =>
            context.MemberSessions.AsNoTracking().Where(session => session.Digest == digest)
                .Join(context.Members.AsNoTracking(), session => session.MemberId, member => member.Id, (session, member) => new SessionOfMember(session, member))
                .FirstOrDefault());

    /// <summary>Sessions are of no pool, and any pool's context sees them; those are kept open between calls.</summary>
    public ValueTask<SessionOfMember?> FindAsync(HandleDigest digest, CancellationToken ct) => archive.ReadAsync(PoolId.Default, byDigest, digest, ct);

    public ValueTask<bool> AddAsync(MemberSession session, string memberVersion, AuditRecord record, CancellationToken ct) =>
        archive.WriteTogetherSystemWideAsync(async (context, token) =>
        {
            // Whoever changes a member ends the sessions that are there; this one comes before that, or not at all.
            await context.RaiseStampAsync(ChangeStamp.Organizations, token);
            if (!await context.Members.AnyAsync(member => member.Id == session.MemberId && member.Version == memberVersion, token)) return false;
            context.Add(session);
            context.Add(record);
            await context.SaveChangesAsync(token);
            return true;
        }, ct);

    public ValueTask<bool> RevokeAsync(string id, DateTimeOffset now, AuditRecord record, CancellationToken ct) =>
        archive.WriteTogetherSystemWideAsync(async (context, token) =>
        {
            if (await context.MemberSessions.Where(session => session.Id == id && session.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.RevokedAt, now), token) != 1) return false;
            context.Add(record);
            await context.SaveChangesAsync(token);
            return true;
        }, ct);
}
