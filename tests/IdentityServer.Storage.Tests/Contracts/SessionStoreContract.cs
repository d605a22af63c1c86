using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

public abstract class SessionStoreContract(IDatabaseSource source)
{
    readonly ISessionStore sessions = source.Shared.Get<ISessionStore>();
    readonly ITokenFamilyStore families = source.Shared.Get<ITokenFamilyStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<(Session, User)> NewAsync()
    {
        var user = User();
        Assert.True(await source.Shared.Get<IUserStore>().AddAsync(user, ct));
        var session = Session(user);
        await sessions.AddAsync(session, ct);
        return (session, user);
    }

    async Task<Session?> ReadAsync(HandleDigest digest) => (await sessions.FindAsync(Pool, digest, ct))?.Session;

    static Session Renewed(Session old, UserId? user = null) => new()
    {
        PoolId = old.PoolId,
        Id = old.Id,
        Digest = NewDigest(),
        UserId = user ?? old.UserId,
        SecurityStamp = "another",
        AuthTime = Now.AddHours(1),
        Amr = "pwd otp",
        CreatedAt = old.CreatedAt,
        LastSeenAt = Now.AddHours(1),
        ExpiresAt = Now.AddDays(15),
    };

    [Fact]
    public async Task A_session_comes_back_with_its_user()
    {
        var (session, user) = await NewAsync();
        var found = await sessions.FindAsync(Pool, session.Digest, ct);
        Assert.Equivalent(session, found?.Session, strict: true);
        Assert.Equal(user.Username, found?.User.Username);
        Assert.Null(await sessions.FindAsync(new("other"), session.Digest, ct));
        Assert.Null(await sessions.FindAsync(Pool, NewDigest(), ct));
    }

    [Fact]
    public async Task Renewing_changes_the_handle_and_keeps_the_sid()
    {
        var (session, _) = await NewAsync();
        var renewed = Renewed(session);
        Assert.True(await sessions.RenewAsync(renewed, session.Digest, ct));
        Assert.Null(await ReadAsync(session.Digest));
        Assert.Equivalent(renewed, await ReadAsync(renewed.Digest), strict: true);
        Assert.False(await sessions.RenewAsync(Renewed(session), session.Digest, ct));
    }

    [Fact]
    public async Task An_ended_session_is_not_renewed_and_a_sid_stays_with_its_user()
    {
        var (session, _) = await NewAsync();
        Assert.False(await sessions.RenewAsync(Renewed(session, new UserId("somebody-else")), session.Digest, ct));
        Assert.True(await sessions.EndAsync(Pool, session.Id, Now, ct));
        Assert.False(await sessions.RenewAsync(Renewed(session), session.Digest, ct));
    }

    [Fact]
    public async Task A_touch_moves_forward_only()
    {
        var (session, _) = await NewAsync();
        await sessions.TouchAsync(Pool, session.Id, Now.AddMinutes(10), ct);
        await sessions.TouchAsync(Pool, session.Id, Now.AddMinutes(5), ct);
        Assert.Equal(Now.AddMinutes(10), (await ReadAsync(session.Digest))!.LastSeenAt);
    }

    [Fact]
    public async Task Ending_revokes_what_does_not_outlive_the_session()
    {
        var (session, user) = await NewAsync();
        var (online, offline, other) = (Family(user, session.Id), Family(user, session.Id, offline: true), Family(user));
        foreach (var family in new[] { online, offline, other }) await families.AddAsync(family, ct);

        Assert.True(await sessions.EndAsync(Pool, session.Id, Now, ct));
        Assert.False(await sessions.EndAsync(Pool, session.Id, Now.AddHours(1), ct));

        Assert.Equal(Now, (await ReadAsync(session.Digest))!.EndedAt);
        Assert.Equal(Now, (await families.FindAsync(Pool, online.Id, ct))!.Family.RevokedAt);
        Assert.Null((await families.FindAsync(Pool, offline.Id, ct))!.Family.RevokedAt);
        Assert.Null((await families.FindAsync(Pool, other.Id, ct))!.Family.RevokedAt);
    }
}
