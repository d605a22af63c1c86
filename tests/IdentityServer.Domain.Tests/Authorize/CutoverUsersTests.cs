using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Users;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

public sealed class CutoverUsersTests
{
    readonly MemoryUsers rows = new();
    readonly MemoryAuditLog audit = new();
    readonly CutoverUsers users;

    public CutoverUsersTests() => users = new(rows, audit, new ManualClock(World.Start));

    static Pool Pool { get; } = new(PoolId.Default, "https://id.example");

    static CutoverPass Pass(string id, string? email = null) =>
        new() { IssuerId = "ti-1", UserId = new(id), Token = new("d"), ExpiresAt = World.Start, AuthTime = World.Start, Email = email, EmailVerified = true };

    async Task<User> AddAsync(string id, string? email = null) =>
        (await users.AddAsync(Pool, ExchangeWorld.NewIssuer("ti-1", "https://sso.example"), Pass(id, email), World.Ct))!;

    async Task HoldAsync(string username, string? email = null)
    {
        var user = World.NewUser(username);
        (user.Username, user.NormalizedUsername, user.Email, user.NormalizedEmail) = (username, UserNames.Normalize(username), email, email is null ? null : EmailAddresses.Normalize(email));
        Assert.True(await rows.AddAsync(user, World.Ct));
    }

    [Fact]
    public async Task A_name_or_an_address_that_is_somebodys_stays_theirs_and_keeps_nobody_out()
    {
        await HoldAsync("U-1");
        await HoldAsync("other", "una@example.org");
        var named = await AddAsync("u-1", "u1@example.org");
        Assert.NotEqual("u-1", named.Username);
        Assert.Equal("u1@example.org", named.Email);
        var addressed = await AddAsync("u-2", "Una@example.org");
        Assert.Equal(("u-2", null, false), (addressed.Username, addressed.Email, addressed.EmailVerified));
        await HoldAsync("u-3");
        var both = await AddAsync("u-3", "una@example.org");
        Assert.NotEqual("u-3", both.Username);
        Assert.Null(both.Email);
        Assert.Equal(3, audit.Records.Count);
    }

    [Fact]
    public async Task Nobody_is_named_like_an_address_that_may_be_somebody_elses()
    {
        Assert.NotEqual("bob@example.org", (await AddAsync("bob@example.org")).Username);
        Assert.NotEqual("eve@example.org", (await AddAsync("eve@example.org", "other@example.org")).Username);
        Assert.Equal("una@example.org", (await AddAsync("una@example.org", "Una@example.org")).Username);
        await HoldAsync("there", "tim@example.org");
        var tim = await AddAsync("tim@example.org", "tim@example.org");
        Assert.NotEqual("tim@example.org", tim.Username);
        Assert.Null(tim.Email);
    }

    [Fact]
    public async Task Who_was_made_meanwhile_is_the_one()
    {
        rows.Rival = async () => await rows.AddAsync(new() { PoolId = PoolId.Default, Id = new("u-1"), Username = "u-1", NormalizedUsername = "U-1", SecurityStamp = "theirs", CreatedAt = World.Start, UpdatedAt = World.Start }, World.Ct);
        Assert.Equal("theirs", (await AddAsync("u-1")).SecurityStamp);
        Assert.Empty(audit.Records);
        Assert.Equal("theirs", (await users.FindAsync(Pool, Pass("u-1"), World.Ct))!.SecurityStamp);
    }
}
