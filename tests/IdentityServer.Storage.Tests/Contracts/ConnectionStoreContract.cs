using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.OrganizationRows;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>Connections, the identities that come through them, and the sessions that these begin.</summary>
public abstract class ConnectionStoreContract(IDatabaseSource source)
{
    readonly IConnectionStore connections = source.Shared.Get<IConnectionStore>();
    readonly IUpstreamIdentityStore identities = source.Shared.Get<IUpstreamIdentityStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<Connection> AddAsync(Connection? connection = null)
    {
        connection ??= Connection(await source.Shared.OrganizationAsync(), new(NewId()));
        Assert.Equal(Outcome.Done, await connections.AddAsync(connection, Record(connection.OrganizationId), ct));
        return connection;
    }

    async Task<User> PersonAsync(Connection connection, string subject, string? email = null)
    {
        var user = User(pool: connection.PoolId, email: email);
        Assert.True(await identities.AddWithUserAsync(user, Identity(connection, user, subject), Record(null), ct));
        return user;
    }

    [Fact]
    public async Task One_comes_back_as_it_was_in_its_own_pool()
    {
        var connection = await AddAsync();
        Assert.Equivalent(connection, await connections.FindAsync(connection.PoolId, connection.Id, ct), strict: true);
        Assert.Equivalent(connection, Assert.Single(await connections.OfPoolAsync(connection.PoolId, ct)), strict: true);
        Assert.Equivalent(connection, Assert.Single(await connections.ListAsync(connection.OrganizationId, ct)), strict: true);
        Assert.Null(await connections.FindAsync(new(NewId()), connection.Id, ct));
        Assert.Null(await connections.FindAsync(connection.PoolId, connection.Id.ToUpperInvariant(), ct));
        Assert.Empty(await connections.ListAsync(await source.Shared.OrganizationAsync(), ct));
    }

    [Fact]
    public async Task A_pool_has_one_of_an_id_and_one_of_an_issuer()
    {
        var connection = await AddAsync();
        var organization = connection.OrganizationId;
        Assert.Equal(Outcome.Refused, await connections.AddAsync(Connection(organization, connection.PoolId, connection.Id), Record(null), ct));
        Assert.Equal(Outcome.Refused, await connections.AddAsync(Connection(organization, connection.PoolId, issuer: connection.Issuer), Record(null), ct));
        await AddAsync(Connection(organization, new(NewId()), connection.Id, connection.Issuer));
    }

    [Fact]
    public async Task A_change_is_decided_on_a_version_and_is_the_owners()
    {
        var connection = await AddAsync();
        var changed = connection with { Disabled = true, SealedClientSecret = null, Version = NewId() };
        Assert.Equal(Outcome.Stale, await connections.SaveAsync(changed, "another", Record(null), ct));
        Assert.Equal(Outcome.Missing, await connections.SaveAsync(changed with { OrganizationId = await source.Shared.OrganizationAsync() }, connection.Version, Record(null), ct));
        Assert.Equal(Outcome.Done, await connections.SaveAsync(changed, connection.Version, Record(null), ct));
        Assert.Equivalent(changed, await connections.FindAsync(connection.PoolId, connection.Id, ct), strict: true);
        Assert.Equal(Outcome.Stale, await connections.RemoveAsync(changed, connection.Version, Record(null), ct));
        Assert.Equal(Outcome.Done, await connections.RemoveAsync(changed, null, Record(null), ct));
        Assert.Empty(await connections.OfPoolAsync(connection.PoolId, ct));
    }

    [Fact]
    public async Task Identities_wait_for_their_connection_and_become_nobody_elses()
    {
        var connection = await AddAsync();
        var user = await PersonAsync(connection, "1");
        Assert.Equal(Outcome.Done, await connections.RemoveAsync(connection, null, Record(null), ct));
        Assert.Equal(Outcome.Refused, await connections.AddAsync(connection with { Issuer = "https://evil.test" }, Record(null), ct));
        await AddAsync(connection);
        Assert.Equal(user.Id, (await identities.FindAsync(connection.PoolId, connection.Id, "1", ct))?.User.Id);
    }

    [Fact]
    public async Task A_user_comes_with_an_identity_or_not_at_all()
    {
        var connection = await AddAsync();
        var user = await PersonAsync(connection, "Ä 1", "a@b.test");
        var found = await identities.FindAsync(connection.PoolId, connection.Id, "Ä 1", ct);
        Assert.Equal((user.Id, user.Username), (found!.Identity.UserId, found.User.Username));
        foreach (var odd in new[] { "ä 1", "Ä 1 ", "", "a\0b" }) Assert.Null(await identities.FindAsync(connection.PoolId, connection.Id, odd, ct));
        Assert.Null(await identities.FindAsync(new(NewId()), connection.Id, "Ä 1", ct));
        Assert.Null(await identities.FindAsync(connection.PoolId, "another", "Ä 1", ct));

        var (again, sameAddress) = (User(pool: connection.PoolId), User(pool: connection.PoolId, email: "a@b.test"));
        Assert.False(await identities.AddWithUserAsync(again, Identity(connection, again, "Ä 1"), Record(null), ct));
        Assert.False(await identities.AddWithUserAsync(sameAddress, Identity(connection, sameAddress, "2"), Record(null), ct));
        var users = source.Shared.Get<IUserStore>();
        Assert.Null(await users.FindAsync(connection.PoolId, again.Id, ct));
        Assert.Null(await users.FindAsync(connection.PoolId, sameAddress.Id, ct));
        Assert.Null(await identities.FindAsync(connection.PoolId, connection.Id, "2", ct));
    }

    [Fact]
    public async Task Being_seen_again_keeps_the_tokens_that_are_there()
    {
        var connection = await AddAsync();
        var user = await PersonAsync(connection, "1");
        await identities.SeenAsync(connection.PoolId, connection.Id, "1", "sealed", Now.AddDays(1), ct);
        await identities.SeenAsync(connection.PoolId, connection.Id, "1", null, Now.AddDays(2), ct);
        var identity = Assert.Single(await identities.OfUserAsync(connection.PoolId, user.Id, ct));
        Assert.Equal(("sealed", Now.AddDays(2)), (identity.SealedTokens, identity.LastSeenAt));
    }

    [Fact]
    public async Task A_provider_ends_the_sessions_that_it_began_and_no_others()
    {
        var connection = await AddAsync();
        var sessions = source.Shared.Get<ISessionStore>();
        var user = await PersonAsync(connection, "1");
        async Task<Session> BeganAsync(string? id, string? subject, string? sid)
        {
            var session = Session(user);
            (session.ConnectionId, session.UpstreamSubject, session.UpstreamSid) = (id, subject, sid);
            await sessions.AddAsync(session, ct);
            return session;
        }
        async Task<bool> IsOverAsync(Session session) => (await sessions.FindAsync(session.PoolId, session.Digest, ct))!.Session.EndedAt is not null;

        var (a, b, other, own) = (await BeganAsync(connection.Id, "1", "a"), await BeganAsync(connection.Id, "1", "b"), await BeganAsync("another", "1", "a"), await BeganAsync(null, null, null));
        Assert.Equal(0, await sessions.EndOfUpstreamAsync(connection.PoolId, connection.Id, null, null, NewDigest(), Now.AddHours(1), Now, ct));
        Assert.Equal(0, await sessions.EndOfUpstreamAsync(connection.PoolId, connection.Id, "2", "a", NewDigest(), Now.AddHours(1), Now, ct));
        Assert.Equal(0, await sessions.EndOfUpstreamAsync(new(NewId()), connection.Id, "1", null, NewDigest(), Now.AddHours(1), Now, ct));
        Assert.Equal(1, await sessions.EndOfUpstreamAsync(connection.PoolId, connection.Id, null, "a", NewDigest(), Now.AddHours(1), Now, ct));
        Assert.Equal((true, false, false, false), (await IsOverAsync(a), await IsOverAsync(b), await IsOverAsync(other), await IsOverAsync(own)));
        Assert.Equal(1, await sessions.EndOfUpstreamAsync(connection.PoolId, connection.Id, "1", null, NewDigest(), Now.AddHours(1), Now, ct));
        var notice = NewDigest();
        var c = await BeganAsync(connection.Id, "1", "c");
        Assert.Equal(1, await sessions.EndOfUpstreamAsync(connection.PoolId, connection.Id, "1", null, notice, Now.AddHours(1), Now, ct));
        var later = await BeganAsync(connection.Id, "1", "d");
        Assert.Null(await sessions.EndOfUpstreamAsync(connection.PoolId, connection.Id, "1", null, notice, Now.AddHours(1), Now, ct));
        Assert.Equal((true, false), (await IsOverAsync(c), await IsOverAsync(later)));
        Assert.Equal((true, false, false), (await IsOverAsync(b), await IsOverAsync(other), await IsOverAsync(own)));
    }
}
