using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Organizations;

internal sealed class OrganizationStore(Archive archive) : IOrganizationStore
{
    public ValueTask<Organization?> FindAsync(string id, CancellationToken ct) =>
        archive.ReadSystemWideAsync((context, token) => context.Organizations.AsNoTracking().FirstOrDefaultAsync(organization => organization.Id == id, token), ct);

    public async ValueTask<Organization?> FindByNameAsync(string name, CancellationToken ct) =>
        // SQL Server's = does not see trailing blanks, under any collation.
        StorableText.Is(name)
            && await archive.ReadSystemWideAsync((context, token) =>
                context.Organizations.AsNoTracking().FirstOrDefaultAsync(organization => organization.Name == name, token), ct) is { } found
            && found.Name == name
            ? found
            : null;

    public async ValueTask<IReadOnlyList<Organization>> ListAsync(CancellationToken ct) =>
        await archive.ReadSystemWideAsync((context, token) => context.Organizations.AsNoTracking().OrderBy(organization => organization.Id).ToListAsync(token), ct);

    public ValueTask<bool> AddAsync(Organization organization, Member? first, RecordedChange change, CancellationToken ct) =>
        archive.TryWriteTogetherSystemWideAsync(async (context, token) =>
        {
            // One at a time: of two that come first, one owns the installation.
            await context.RaiseStampAsync(ChangeStamp.Organizations, token);
            var isOwner = !await context.Organizations.AnyAsync(token);
            context.Add(organization).Property(row => row.IsOwner).CurrentValue = isOwner;
            if (first is not null) context.Add(first);
            context.Add(change);
            await context.SaveChangesAsync(token);
            return true;
        }, taken: false, ct);

    public ValueTask<Outcome> SaveAsync(Organization organization, string version, RecordedChange change, CancellationToken ct) =>
        archive.TryWriteTogetherSystemWideAsync(async (context, token) =>
        {
            if (await context.Organizations.Where(row => row.Id == organization.Id && row.Version == version).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Name, organization.Name)
                .SetProperty(row => row.LogoUrl, organization.LogoUrl)
                .SetProperty(row => row.Version, organization.Version), token) != 1)
                return await context.Organizations.AnyAsync(row => row.Id == organization.Id, token) ? Outcome.Stale : Outcome.Missing;
            context.Add(change);
            await context.SaveChangesAsync(token);
            return Outcome.Done;
        }, taken: Outcome.Refused, ct);

    public async ValueTask<IReadOnlyList<Member>> MembersAsync(string organizationId, CancellationToken ct) =>
        await archive.ReadSystemWideAsync((context, token) =>
            context.Members.AsNoTracking().Where(member => member.OrganizationId == organizationId)
                .OrderBy(member => member.NormalizedEmail).ToListAsync(token), ct);

    public ValueTask<Member?> FindMemberAsync(string organizationId, string id, CancellationToken ct) =>
        archive.ReadSystemWideAsync((context, token) =>
            context.Members.AsNoTracking().FirstOrDefaultAsync(member => member.Id == id && member.OrganizationId == organizationId, token), ct);

    public async ValueTask<IReadOnlyList<Member>> FindMembersAsync(string normalizedEmail, int limit, CancellationToken ct) =>
        StorableText.Is(normalizedEmail)
            ? await archive.ReadSystemWideAsync((context, token) =>
                context.Members.AsNoTracking().Where(member => member.NormalizedEmail == normalizedEmail).OrderBy(member => member.Id).Take(limit).ToListAsync(token), ct)
            : [];

    public ValueTask<bool> AddMemberAsync(Member member, RecordedChange change, CancellationToken ct) => archive.AddAsync(pool: null, member, change, ct);

    public ValueTask<Outcome> SaveMemberAsync(Member member, string version, DateTimeOffset now, RecordedChange change, CancellationToken ct) =>
        ChangeMemberAsync(member.OrganizationId, member.Id, version, async (context, row, token) =>
        {
            if (row.Role == MemberRole.Admin && member.Role != MemberRole.Admin && !await AnotherAdminAsync(context, row, token)) return false;
            // Guesses are counted meanwhile, and no save puts an older count back.
            if (row.PasswordHash != member.PasswordHash) (row.FailedLogins, row.LockedUntil) = (0, null);
            if (row.Role != member.Role || row.PasswordHash != member.PasswordHash)
                await context.MemberSessions.Where(session => session.MemberId == row.Id && session.RevokedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(session => session.RevokedAt, now), token);
            (row.Name, row.Role, row.PasswordHash, row.Version) = (member.Name, member.Role, member.PasswordHash, member.Version);
            return true;
        }, change, ct);

    public ValueTask<Outcome> RemoveMemberAsync(string organizationId, string id, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct) =>
        ChangeMemberAsync(organizationId, id, version, async (context, row, token) =>
        {
            if (row.Role == MemberRole.Admin && !await AnotherAdminAsync(context, row, token)) return false;
            await context.ApiKeys.Where(key => key.OrganizationId == organizationId && key.MadeBy == id && key.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), token);
            await context.MemberSessions.Where(session => session.MemberId == id).ExecuteDeleteAsync(token);
            context.Remove(row);
            return true;
        }, change, ct);

    public async ValueTask<bool> TryLoginAsync(string memberId, int mostFailures, TimeSpan lockFor, DateTimeOffset now, CancellationToken ct)
    {
        var until = now + lockFor;
        return await archive.WriteTogetherSystemWideAsync(async (context, token) =>
        {
            var counted = await context.Members.Where(row => row.Id == memberId && (row.LockedUntil == null || row.LockedUntil <= now) && row.FailedLogins < mostFailures)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.FailedLogins, row => row.FailedLogins + 1).SetProperty(row => row.LockedUntil, (DateTimeOffset?)null), token);
            if (counted == 1) return true;
            // The first to meet the full count locks; when the lock is over, counting begins anew.
            await context.Members.Where(row => row.Id == memberId && row.LockedUntil == null && row.FailedLogins >= mostFailures)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LockedUntil, until).SetProperty(row => row.FailedLogins, 0), token);
            return false;
        }, ct);
    }

    public async ValueTask LoggedInAsync(string memberId, CancellationToken ct) =>
        await archive.WriteSystemWideAsync((context, token) =>
            context.Members.Where(row => row.Id == memberId).ExecuteUpdateAsync(set => set.SetProperty(row => row.FailedLogins, 0), token), ct);

    static Task<bool> AnotherAdminAsync(IdpContext context, Member row, CancellationToken ct) =>
        context.Members.AnyAsync(other => other.OrganizationId == row.OrganizationId && other.Role == MemberRole.Admin && other.Id != row.Id, ct);

    ValueTask<Outcome> ChangeMemberAsync(
        string organizationId, string id, string? version, Func<IdpContext, Member, CancellationToken, Task<bool>> decide, RecordedChange change, CancellationToken ct) =>
        archive.WriteTogetherSystemWideAsync(async (context, token) =>
        {
            // One at a time: of two Admins who remove each other, one stays.
            await context.RaiseStampAsync(ChangeStamp.Organizations, token);
            if (await context.Members.AsTracking().FirstOrDefaultAsync(member => member.Id == id && member.OrganizationId == organizationId, token) is not { } row) return Outcome.Missing;
            if (version is not null && row.Version != version) return Outcome.Stale;
            if (!await decide(context, row, token)) return Outcome.Refused;
            context.Add(change);
            await context.SaveChangesAsync(token);
            return Outcome.Done;
        }, ct);
}
