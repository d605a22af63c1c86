using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Tests.Fixture;
using IdentityServer.Storage.Tests.PostgreSql;
using IdentityServer.Storage.Tests.Sqlite;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Races;

/// <summary>Rules that speak of several rows at once, with everybody in a hurry.</summary>
public abstract class OrganizationRaces(IDatabaseSource source)
{
    readonly IOrganizationStore organizations = source.Shared.Get<IOrganizationStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_organizations_that_come_first_on_two_nodes_one_owns_the_installation()
    {
        for (var round = 0; round < 3; round++)
        {
            var connectionString = await source.EmptyAsync();
            await using var one = new Node(source.Provider, connectionString);
            await using var two = new Node(source.Provider, connectionString);
            await one.Get<IDatabase>().MigrateAsync(ct);
            var added = await Race.WinnersAsync(i =>
            {
                var organization = Organization();
                return (i % 2 == 0 ? one : two).Get<IOrganizationStore>().AddAsync(organization, null, Record(organization.Id), ct);
            });
            Assert.Equal(Race.Callers, added);
            Assert.Single(await one.Get<IOrganizationStore>().ListAsync(ct), organization => organization.IsOwner);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_admins_who_remove_or_demote_each_other_one_stays(bool demote)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var organization = await source.Shared.OrganizationAsync();
            Member[] pair = [Member(organization), Member(organization)];
            foreach (var admin in pair) Assert.True(await organizations.AddMemberAsync(admin, Record(organization), ct));
            var done = await Race.WinnersAsync(async i =>
            {
                var admin = pair[i % 2];
                return Outcome.Done == (demote || i % 4 > 1
                    ? await organizations.SaveMemberAsync(Copy(admin, MemberRole.Member), admin.Version, Now, Record(organization), ct)
                    : await organizations.RemoveMemberAsync(organization, admin.Id, admin.Version, Now, Record(organization), ct));
            });
            Assert.Equal(1, done);
            Assert.Single(await organizations.MembersAsync(organization, ct), member => member.Role == MemberRole.Admin);
        }
    }

    [Fact]
    public async Task Of_fifty_guesses_at_once_as_many_pass_as_may()
    {
        const int most = 5;
        var lockFor = TimeSpan.FromMinutes(5);
        for (var round = 0; round < Race.Rounds; round++)
        {
            var member = Member(await source.Shared.OrganizationAsync());
            Assert.True(await organizations.AddMemberAsync(member, Record(member.OrganizationId), ct));
            Assert.Equal(most, await Race.WinnersAsync(_ => organizations.TryLoginAsync(member.Id, most, lockFor, Now, ct)));
            Assert.Equal(0, await Race.WinnersAsync(_ => organizations.TryLoginAsync(member.Id, most, lockFor, Now + lockFor - TimeSpan.FromSeconds(1), ct)));
            Assert.Equal(most, await Race.WinnersAsync(_ => organizations.TryLoginAsync(member.Id, most, lockFor, Now + lockFor, ct)));
        }
    }

    [Fact]
    public Task A_members_session_is_revoked_by_one() => Race.OneWinnerEachRoundAsync(async () =>
    {
        var member = Member(await source.Shared.OrganizationAsync());
        Assert.True(await organizations.AddMemberAsync(member, Record(member.OrganizationId), ct));
        var session = Session(member);
        await source.Shared.Get<IMemberSessionStore>().AddAsync(session, member.Version, Record(member.OrganizationId), ct);
        return _ => source.Shared.Get<IMemberSessionStore>().RevokeAsync(session.Id, Now, Record(member.OrganizationId), ct);
    });
}

public sealed class SqliteOrganizationRaces(SqliteSource source) : OrganizationRaces(source);

public sealed class PostgreSqlOrganizationRaces(PostgreSqlSource source) : OrganizationRaces(source);
