using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class OrganizationStoreContract(IDatabaseSource source)
{
    readonly IOrganizationStore organizations = source.Shared.Get<IOrganizationStore>();
    readonly IAuditLog log = source.Shared.Get<IAuditLog>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<string[]> RecordedAsync(string organization) =>
        [.. (await log.ListAsync(organization, null, 100, ct)).Where(record => record.OrganizationId == organization).Select(record => record.Target).Order(StringComparer.Ordinal)];

    async Task<Member> AddAsync(Member member)
    {
        Assert.True(await organizations.AddMemberAsync(member, Record(member.OrganizationId, "added"), ct));
        return member;
    }

    [Fact]
    public async Task The_first_organization_owns_the_installation_and_no_other_does()
    {
        await using var node = new Node(source.Provider, await source.EmptyAsync());
        await node.Get<IDatabase>().MigrateAsync(ct);
        var store = node.Get<IOrganizationStore>();
        var (first, second) = (Organization("First"), Organization("Second"));
        Assert.True(await store.AddAsync(first, Member(first.Id), Record(first.Id), ct));
        Assert.True(await store.AddAsync(second, null, Record(second.Id), ct));
        Assert.True((await store.FindAsync(first.Id, ct))!.IsOwner);
        Assert.False((await store.FindByNameAsync("Second", ct))!.IsOwner);
        Assert.Single(await store.MembersAsync(first.Id, ct));
        Assert.Equal(new[] { first.Id, second.Id }.Order(StringComparer.Ordinal), (await store.ListAsync(ct)).Select(row => row.Id));
        Assert.Null(await store.FindAsync(NewId(), ct));
    }

    [Fact]
    public async Task A_name_that_is_taken_brings_neither_organization_nor_member_nor_record()
    {
        var organization = Organization();
        Assert.True(await organizations.AddAsync(organization, null, Record(organization.Id), ct));
        var twin = Organization(organization.Name);
        var person = Member(twin.Id);
        Assert.False(await organizations.AddAsync(twin, person, Record(twin.Id), ct));
        Assert.Null(await organizations.FindAsync(twin.Id, ct));
        Assert.Empty(await organizations.FindMembersAsync(person.NormalizedEmail, 5, ct));
        Assert.Empty(await RecordedAsync(twin.Id));
    }

    [Fact]
    public async Task Saving_says_done_stale_missing_or_refused()
    {
        var (mine, theirs) = (Organization(), Organization());
        foreach (var one in new[] { mine, theirs }) Assert.True(await organizations.AddAsync(one, null, Record(one.Id, "added"), ct));
        Organization Named(string id, string name) => new() { Id = id, Name = name, CreatedAt = Now, LogoUrl = "https://a.test/logo", Version = NewId() };
        ValueTask<Outcome> SaveAsync(Organization changed, string version) => organizations.SaveAsync(changed, version, Record(changed.Id, "saved"), ct);

        var renamed = Named(mine.Id, mine.Name + "!");
        Assert.Equal(Outcome.Done, await SaveAsync(renamed, mine.Version));
        var found = await organizations.FindAsync(mine.Id, ct);
        Assert.Equal((renamed.Name, "https://a.test/logo", renamed.Version), (found!.Name, found.LogoUrl, found.Version));
        Assert.Equal(Outcome.Stale, await SaveAsync(Named(mine.Id, "late"), mine.Version));
        Assert.Equal(Outcome.Refused, await SaveAsync(Named(mine.Id, theirs.Name), renamed.Version));
        Assert.Equal(Outcome.Missing, await SaveAsync(Named(NewId(), "nobody " + NewId()), renamed.Version));
        Assert.Equal(["added", "saved"], await RecordedAsync(mine.Id));
    }

    [Fact]
    public async Task A_member_is_found_in_its_own_organization_and_by_its_address_in_all()
    {
        var (here, there) = (await source.Shared.OrganizationAsync(), await source.Shared.OrganizationAsync());
        var one = await AddAsync(Member(here));
        var other = await AddAsync(Member(there, email: one.Email));
        Assert.Equivalent(one, await organizations.FindMemberAsync(here, one.Id, ct), strict: true);
        Assert.Null(await organizations.FindMemberAsync(there, one.Id, ct));
        Assert.Equal([one.Id, other.Id], (await organizations.FindMembersAsync(one.NormalizedEmail, 5, ct)).Select(row => row.Id));
        Assert.Single(await organizations.FindMembersAsync(one.NormalizedEmail, 1, ct));
        foreach (var odd in new[] { "", "a\0b", "\ud800", one.Email }) Assert.Empty(await organizations.FindMembersAsync(odd, 5, ct));
    }

    [Fact]
    public async Task The_last_admin_is_neither_demoted_nor_removed()
    {
        var organization = await source.Shared.OrganizationAsync();
        var admin = await AddAsync(Member(organization));
        var member = await AddAsync(Member(organization, MemberRole.Member));
        Assert.Equal(Outcome.Refused, await organizations.SaveMemberAsync(Copy(admin, MemberRole.ReadOnly), admin.Version, Now, Record(organization, "demoted"), ct));
        Assert.Equal(Outcome.Refused, await organizations.RemoveMemberAsync(organization, admin.Id, null, Now, Record(organization, "removed"), ct));
        Assert.Equivalent(admin, await organizations.FindMemberAsync(organization, admin.Id, ct), strict: true);

        Assert.Equal(Outcome.Done, await organizations.SaveMemberAsync(Copy(member, MemberRole.Admin), member.Version, Now, Record(organization, "promoted"), ct));
        Assert.Equal(Outcome.Done, await organizations.RemoveMemberAsync(organization, admin.Id, admin.Version, Now, Record(organization, "gone"), ct));
        Assert.Equal(["added", "added", "gone", "promoted", "target"], await RecordedAsync(organization));
    }

    [Fact]
    public async Task A_change_of_a_member_is_made_on_the_version_that_was_read()
    {
        var (here, there) = (await source.Shared.OrganizationAsync(), await source.Shared.OrganizationAsync());
        var member = await AddAsync(Member(here, MemberRole.Member));
        var renamed = Copy(member);
        renamed.Name = "Another name";
        Assert.Equal(Outcome.Done, await organizations.SaveMemberAsync(renamed, member.Version, Now, Record(here), ct));
        Assert.Equivalent(renamed, await organizations.FindMemberAsync(here, member.Id, ct), strict: true);
        Assert.Equal(Outcome.Stale, await organizations.SaveMemberAsync(Copy(member), member.Version, Now, Record(here), ct));
        Assert.Equal(Outcome.Stale, await organizations.RemoveMemberAsync(here, member.Id, member.Version, Now, Record(here), ct));
        Assert.Equal(Outcome.Missing, await organizations.RemoveMemberAsync(there, member.Id, null, Now, Record(there), ct));
        Assert.Equal(Outcome.Done, await organizations.RemoveMemberAsync(here, member.Id, null, Now, Record(here), ct));
        Assert.Equal(Outcome.Missing, await organizations.SaveMemberAsync(renamed, renamed.Version, Now, Record(here), ct));
    }

    [Fact]
    public async Task Guesses_are_counted_up_to_the_lock_and_the_lock_ends()
    {
        const int most = 3;
        var lockFor = TimeSpan.FromMinutes(5);
        var member = await AddAsync(Member(await source.Shared.OrganizationAsync()));
        ValueTask<bool> TryAsync(TimeSpan after) => organizations.TryLoginAsync(member.Id, most, lockFor, Now + after, ct);
        for (var i = 0; i < most; i++) Assert.True(await TryAsync(TimeSpan.Zero));
        Assert.False(await TryAsync(TimeSpan.Zero));
        Assert.False(await TryAsync(lockFor - TimeSpan.FromSeconds(1)));
        for (var i = 0; i < most; i++) Assert.True(await TryAsync(lockFor));
        Assert.False(await TryAsync(lockFor));
        Assert.False(await TryAsync(lockFor));
        Assert.False(await organizations.TryLoginAsync(NewId(), most, lockFor, Now, ct));
    }

    [Fact]
    public async Task The_right_password_forgets_what_was_counted()
    {
        var member = await AddAsync(Member(await source.Shared.OrganizationAsync()));
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await organizations.TryLoginAsync(member.Id, 2, TimeSpan.FromMinutes(5), Now, ct));
            await organizations.LoggedInAsync(member.Id, ct);
        }
        Assert.Equal(0, (await organizations.FindMemberAsync(member.OrganizationId, member.Id, ct))!.FailedLogins);
    }

    /// <summary>Who changes a name has read the row a moment ago, and guesses are counted meanwhile.</summary>
    [Fact]
    public async Task Only_another_password_forgives_guesses()
    {
        var member = await AddAsync(Member(await source.Shared.OrganizationAsync()));
        var renamed = Copy(member);
        Assert.True(await organizations.TryLoginAsync(member.Id, 2, TimeSpan.FromMinutes(5), Now, ct));
        Assert.True(await organizations.TryLoginAsync(member.Id, 2, TimeSpan.FromMinutes(5), Now, ct));
        Assert.Equal(Outcome.Done, await organizations.SaveMemberAsync(renamed, member.Version, Now, Record(member.OrganizationId), ct));
        Assert.False(await organizations.TryLoginAsync(member.Id, 2, TimeSpan.FromMinutes(5), Now, ct));

        var changed = Copy(renamed, passwordHash: "another hash");
        Assert.Equal(Outcome.Done, await organizations.SaveMemberAsync(changed, renamed.Version, Now, Record(member.OrganizationId), ct));
        Assert.True(await organizations.TryLoginAsync(member.Id, 2, TimeSpan.FromMinutes(5), Now, ct));
    }
}
