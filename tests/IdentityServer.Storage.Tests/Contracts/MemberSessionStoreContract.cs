using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class MemberSessionStoreContract(IDatabaseSource source)
{
    readonly IMemberSessionStore sessions = source.Shared.Get<IMemberSessionStore>();
    readonly IOrganizationStore organizations = source.Shared.Get<IOrganizationStore>();
    readonly IApiKeyStore keys = source.Shared.Get<IApiKeyStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    /// <summary>Beside another Admin, so that everything may be done to it.</summary>
    async Task<Member> MemberAsync()
    {
        var organization = await source.Shared.OrganizationAsync();
        var member = Member(organization);
        foreach (var one in new[] { member, Member(organization) }) Assert.True(await organizations.AddMemberAsync(one, Record(organization), ct));
        return member;
    }

    async Task<MemberSession> SessionAsync(Member member)
    {
        var session = Session(member);
        Assert.True(await sessions.AddAsync(session, member.Version, Record(member.OrganizationId), ct));
        return session;
    }

    [Fact]
    public async Task A_session_is_found_with_its_member_as_it_is_now()
    {
        var member = await MemberAsync();
        var session = await SessionAsync(member);
        var found = await sessions.FindAsync(session.Digest, ct);
        Assert.Equivalent(session, found?.Session, strict: true);
        Assert.Equivalent(member, found?.Member, strict: true);
        Assert.Null(await sessions.FindAsync(NewDigest(), ct));
    }

    [Fact]
    public async Task Who_has_been_changed_since_the_password_was_proven_gets_no_session()
    {
        var member = await MemberAsync();
        var changed = Copy(member, null, "another hash");
        changed.Version = NewId();
        Assert.Equal(Outcome.Done, await organizations.SaveMemberAsync(changed, member.Version, Now, Record(member.OrganizationId), ct));
        var session = Session(member);
        Assert.False(await sessions.AddAsync(session, member.Version, Record(member.OrganizationId), ct));
        Assert.Null(await sessions.FindAsync(session.Digest, ct));
        Assert.True(await sessions.AddAsync(session, changed.Version, Record(member.OrganizationId), ct));
    }

    [Fact]
    public async Task A_session_is_revoked_by_one_caller()
    {
        var session = await SessionAsync(await MemberAsync());
        var revoked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sessions.RevokeAsync(session.Id, Now, Record(session.OrganizationId), ct).AsTask()));
        Assert.Single(revoked, true);
        Assert.Equal(Now, (await sessions.FindAsync(session.Digest, ct))!.Session.RevokedAt);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Sessions_end_with_another_role_or_password_and_with_nothing_less(bool role, bool password)
    {
        var member = await MemberAsync();
        var (session, before) = (await SessionAsync(member), await SessionAsync(member));
        Assert.True(await sessions.RevokeAsync(before.Id, Now.AddHours(-1), Record(member.OrganizationId), ct));
        var changed = Copy(member, role ? MemberRole.Member : null, password ? "another hash" : null);
        changed.Name = "Another name";
        Assert.Equal(Outcome.Done, await organizations.SaveMemberAsync(changed, member.Version, Now, Record(member.OrganizationId), ct));
        Assert.Equal(role || password ? Now : null, (await sessions.FindAsync(session.Digest, ct))!.Session.RevokedAt);
        Assert.Equal(Now.AddHours(-1), (await sessions.FindAsync(before.Digest, ct))!.Session.RevokedAt);
    }

    [Fact]
    public async Task Who_leaves_takes_sessions_and_keys_along_and_leaves_those_of_others()
    {
        var member = await MemberAsync();
        var session = await SessionAsync(member);
        var (made, other) = (KeyMadeBy(member), ApiKey(member.OrganizationId));
        foreach (var key in new[] { made, other }) Assert.True(await keys.AddAsync(key, Record(key.OrganizationId), ct));
        Assert.Equal(Outcome.Done, await organizations.RemoveMemberAsync(member.OrganizationId, member.Id, member.Version, Now, Record(member.OrganizationId), ct));
        Assert.Null(await sessions.FindAsync(session.Digest, ct));
        Assert.Equal(Now, (await keys.FindAsync(made.Digest, ct))!.RevokedAt);
        Assert.Null((await keys.FindAsync(other.Digest, ct))!.RevokedAt);
    }
}
