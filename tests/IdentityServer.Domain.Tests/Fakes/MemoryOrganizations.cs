using IdentityServer.Domain.Organizations;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryOrganizations : IOrganizationStore
{
    readonly List<Organization> organizations = [];
    readonly List<Member> members = [];

    public int Writes { get; private set; }

    /// <summary>Runs once, before the next addition: another node that is faster.</summary>
    public Func<Task>? Rival { get; set; }

    public ValueTask<Organization?> FindByNameAsync(string name, CancellationToken ct) => new(organizations.Find(row => row.Name == name));

    public async ValueTask<bool> AddAsync(Organization organization, CancellationToken ct)
    {
        await LetTheRivalGoAsync();
        Writes++;
        if (organizations.Exists(row => row.Name == organization.Name)) return false;
        organizations.Add(organization);
        return true;
    }

    public ValueTask<IReadOnlyList<Member>> MembersAsync(string organizationId, CancellationToken ct) =>
        new([.. members.Where(row => row.OrganizationId == organizationId)]);

    public async ValueTask<bool> AddMemberAsync(Member member, CancellationToken ct)
    {
        await LetTheRivalGoAsync();
        Writes++;
        if (members.Exists(row => row.OrganizationId == member.OrganizationId && row.NormalizedEmail == member.NormalizedEmail)) return false;
        members.Add(member);
        return true;
    }

    public ValueTask SaveMemberAsync(Member member, CancellationToken ct)
    {
        Writes++;
        return default;
    }

    async Task LetTheRivalGoAsync()
    {
        var rival = Rival;
        Rival = null;
        if (rival is not null) await rival();
    }
}
