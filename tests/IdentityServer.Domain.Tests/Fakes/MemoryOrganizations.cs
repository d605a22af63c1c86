using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryOrganizations : IOrganizationStore
{
    readonly List<Organization> organizations = [];
    readonly List<Member> members = [];

    public int Writes { get; private set; }

    /// <summary>Runs once, before the next addition: another node that is faster.</summary>
    public Func<Task>? Rival { get; set; }

    public void Put(Organization organization) => organizations.Add(organization);

    public ValueTask<Organization?> FindByNameAsync(string name, CancellationToken ct) => new(organizations.Find(row => row.Name == name));

    public ValueTask<Organization?> FindAsync(string id, CancellationToken ct) => new(organizations.Find(row => row.Id == id));

    public ValueTask<IReadOnlyList<Organization>> ListAsync(CancellationToken ct) => new([.. organizations]);

    public ValueTask<Outcome> SaveAsync(Organization organization, string version, RecordedChange change, CancellationToken ct)
    {
        Writes++;
        organizations[organizations.FindIndex(row => row.Id == organization.Id)] = organization;
        return new(Outcome.Done);
    }

    public ValueTask<Member?> FindMemberAsync(string organizationId, string id, CancellationToken ct) =>
        new(members.Find(row => row.OrganizationId == organizationId && row.Id == id));

    public ValueTask<IReadOnlyList<Member>> FindMembersAsync(string normalizedEmail, int limit, CancellationToken ct) =>
        new([.. members.Where(row => row.NormalizedEmail == normalizedEmail).Take(limit)]);

    public ValueTask<Outcome> RemoveMemberAsync(string organizationId, string id, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct)
    {
        Writes++;
        return new(members.RemoveAll(row => row.Id == id) > 0 ? Outcome.Done : Outcome.Missing);
    }

    public ValueTask<bool> TryLoginAsync(string memberId, int mostFailures, TimeSpan lockFor, DateTimeOffset now, CancellationToken ct)
    {
        var row = members.Single(member => member.Id == memberId);
        if (row.LockedUntil > now) return new(false);
        row.LockedUntil = null;
        if (row.FailedLogins++ < mostFailures) return new(true);
        (row.LockedUntil, row.FailedLogins) = (now + lockFor, 0);
        return new(false);
    }

    public ValueTask LoggedInAsync(string memberId, CancellationToken ct)
    {
        members.Single(member => member.Id == memberId).FailedLogins = 0;
        return default;
    }

    public async ValueTask<bool> AddAsync(Organization organization, Member? first, RecordedChange change, CancellationToken ct)
    {
        await LetTheRivalGoAsync();
        Writes++;
        if (organizations.Exists(row => row.Name == organization.Name)) return false;
        // The first one owns the installation, as in the archive.
        organizations.Add(organizations.Count > 0 ? organization : new() { Id = organization.Id, Name = organization.Name, CreatedAt = organization.CreatedAt, LogoUrl = organization.LogoUrl, Version = organization.Version, IsOwner = true });
        if (first is not null) members.Add(first);
        return true;
    }

    public ValueTask<IReadOnlyList<Member>> MembersAsync(string organizationId, CancellationToken ct) =>
        new([.. members.Where(row => row.OrganizationId == organizationId)]);

    public async ValueTask<bool> AddMemberAsync(Member member, RecordedChange change, CancellationToken ct)
    {
        await LetTheRivalGoAsync();
        Writes++;
        if (members.Exists(row => row.OrganizationId == member.OrganizationId && row.NormalizedEmail == member.NormalizedEmail)) return false;
        members.Add(member);
        return true;
    }

    public ValueTask<Outcome> SaveMemberAsync(Member member, string version, DateTimeOffset now, RecordedChange change, CancellationToken ct)
    {
        Writes++;
        return new(Outcome.Done);
    }

    async Task LetTheRivalGoAsync()
    {
        var rival = Rival;
        Rival = null;
        if (rival is not null) await rival();
    }
}
