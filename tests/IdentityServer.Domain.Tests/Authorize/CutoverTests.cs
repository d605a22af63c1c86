using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

/// <summary>S057, S058.</summary>
public sealed class CutoverTests
{
    const string Origin = "https://app.example";

    readonly ExchangeWorld world = new();
    readonly MemoryAuditLog audit = new();
    readonly TrustedIssuer issuer;
    readonly Cutover cutover;

    public CutoverTests()
    {
        issuer = Put(world.Issuer with { CutoverPoolId = PoolId.Default, CutoverUntil = World.Start.AddDays(30) });
        cutover = New();
    }

    Pool Pool => world.World.Pool;

    TrustedIssuer Put(TrustedIssuer changed) => world.World.TrustedIssuers.Put(changed);

    Cutover New() => new(world.World.Trusted, world.World.Organizations, world.World.TrustedIssuers, new(world.UserRows, audit, world.World.Clock), world.World.Spent, world.World.Clock);

    string Token(string userId = "u-1", string more = "", TrustedIssuer? from = null) => world.Trusted(userId, more, from ?? issuer);

    async Task<CutoverProblem> AdmitAsync(string token, string? origin = Origin, Client? client = null) =>
        (await cutover.AdmitAsync(Pool, client ?? world.World.Web, origin, token, World.Ct)).Problem;

    async Task<CutoverPass> PassAsync(string token)
    {
        var (pass, problem, _) = await cutover.AdmitAsync(Pool, world.World.Web, Origin, token, World.Ct);
        Assert.Equal(CutoverProblem.None, problem);
        return pass!;
    }

    async Task<(User? User, CutoverProblem Problem)> EnterAsync(CutoverPass pass, SessionOfUser? session = null) => await cutover.EnterAsync(Pool, pass, session, World.Ct);

    [Theory]
    [InlineData(Origin, CutoverProblem.None)]
    [InlineData("https://shop.example", CutoverProblem.None)]
    [InlineData("https://app.example:8443", CutoverProblem.OriginForeign)]
    [InlineData("http://app.example", CutoverProblem.OriginForeign)]
    [InlineData("https://app.example/", CutoverProblem.OriginForeign)]
    [InlineData("https://evil.example", CutoverProblem.OriginForeign)]
    [InlineData("https://app.example.evil.example", CutoverProblem.OriginForeign)]
    [InlineData("null", CutoverProblem.OriginForeign)]
    [InlineData("", CutoverProblem.OriginForeign)]
    [InlineData(null, CutoverProblem.OriginForeign)]
    public async Task Only_a_page_of_the_client_may_bring_a_token(string? origin, CutoverProblem expected)
    {
        Client client = new()
        {
            PoolId = PoolId.Default, Id = new("shop"), Name = "Shop", RedirectUris = ["https://app.example:443/cb?x=1", "com.example.app:/cb"], AllowedOrigins = ["https://shop.example"], CreatedAt = World.Start,
        };
        Assert.Equal(expected, await AdmitAsync(Token(), origin, client));
    }

    [Fact]
    public async Task The_issuer_has_to_lead_into_this_pool_until_a_date()
    {
        var token = Token();
        Assert.Equal(CutoverProblem.None, await AdmitAsync(token));
        Assert.Equal(CutoverProblem.TokenRefused, await AdmitAsync("rubbish"));
        foreach (var (changed, expected) in new (TrustedIssuer, CutoverProblem)[]
        {
            (issuer with { CutoverPoolId = null }, CutoverProblem.PoolOfOthers), (issuer with { CutoverPoolId = new("pool-hosted") }, CutoverProblem.PoolOfOthers),
            (issuer with { CutoverUntil = null }, CutoverProblem.Over), (issuer with { CutoverUntil = World.Start }, CutoverProblem.Over),
        })
            Assert.Equal(expected, await AdmitAsync(Token("u-2", from: Put(changed))));
        Put(issuer);
        world.World.Clock.Now = World.Start.AddDays(30);
        Assert.Equal(CutoverProblem.Over, await AdmitAsync(token));
        var hosted = new Pool(new("pool-hosted"), "https://id.example/pools/pool-hosted");
        var there = Token("u-3", from: Put(issuer with { CutoverPoolId = hosted.Id, CutoverUntil = DateTimeOffset.MaxValue }));
        Assert.NotNull((await cutover.AdmitAsync(hosted, world.World.Web, Origin, there, World.Ct)).Pass);
        Assert.Equal(CutoverProblem.OrganizationMissing, (await cutover.AdmitAsync(hosted with { Id = new("pool-nobody") }, world.World.Web, Origin, there, World.Ct)).Problem);
    }

    [Fact]
    public async Task The_first_token_makes_the_user_and_each_token_begins_one_session()
    {
        var pass = await PassAsync(Token(more: "\"name\":\"Una\",\"email\":\"Una@Example.org\",\"email_verified\":true,\"auth_time\":1799999000"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_799_999_000), pass.AuthTime);
        var (user, _) = await EnterAsync(pass);
        Assert.Equal(("u-1", "u-1", "Una@Example.org", true), (user!.Id.Value, user.Username, user.Email, user.EmailVerified));
        Assert.Equal("Una", user.Claims["name"].GetString());
        Assert.Null(user.PasswordHash);
        Assert.NotEmpty(user.SecurityStamp);
        var record = Assert.Single(audit.Records);
        Assert.Equal(("user.created", "u-1", "trusted:ti-1:u-1", ExchangeWorld.Org), (record.Action, record.Target, record.Actor, record.OrganizationId));
        Assert.Equal((null, CutoverProblem.Spent), await EnterAsync(pass));
        Assert.Equal((null, CutoverProblem.Spent), await EnterAsync(await PassAsync(Token(more: "\"name\":\"Una\",\"email\":\"Una@Example.org\",\"email_verified\":true,\"auth_time\":1799999000"))));
        Assert.Equal([pass.ExpiresAt + JwtExpectations.MaxSkew], world.World.Spent.Until);
        Assert.Equal("u-1", (await EnterAsync(await PassAsync(Token(more: "\"n\":2")))).User!.Id.Value);
        Assert.Single(audit.Records);
    }

    [Fact]
    public async Task Of_many_browsers_with_one_token_one_gets_in()
    {
        var pass = await PassAsync(Token());
        var entries = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EnterAsync(pass)));
        Assert.Single(entries, entry => entry.User is not null);
    }

    [Fact]
    public async Task Who_is_signed_in_stays_and_the_token_is_not_spent()
    {
        var pass = await PassAsync(Token("sub-of-alice"));
        Assert.Equal(CutoverProblem.IsSignedIn, (await EnterAsync(pass, world.World.SignIn())).Problem);
        Assert.Equal(CutoverProblem.AnotherIsSignedIn, (await EnterAsync(await PassAsync(Token()), world.World.SignIn())).Problem);
        Assert.Empty(world.World.Spent.Until);
        Assert.Equal(0, world.UserRows.Writes);
    }

    [Fact]
    public async Task A_user_who_is_held_and_an_issuer_that_was_switched_off_meanwhile_let_nobody_in()
    {
        var (disabled, locked) = (World.NewUser("alice"), World.NewUser("bob"));
        (disabled.Disabled, disabled.NormalizedUsername, locked.LockoutEnd, locked.NormalizedUsername) = (true, "ALICE", World.Start.AddSeconds(1), "BOB");
        await world.UserRows.AddAsync(disabled, World.Ct);
        await world.UserRows.AddAsync(locked, World.Ct);
        Assert.Equal(CutoverProblem.UserHeld, (await EnterAsync(await PassAsync(Token("sub-of-alice")))).Problem);
        Assert.Equal(CutoverProblem.UserHeld, (await EnterAsync(await PassAsync(Token("sub-of-bob")))).Problem);
        Assert.Empty(world.World.Spent.Until);
        world.World.Clock.Now = World.Start.AddSeconds(1);
        Assert.NotNull((await EnterAsync(await PassAsync(Token("sub-of-bob")))).User);

        var pass = await PassAsync(Token());
        Put(issuer with { Disabled = true });
        Assert.Equal(CutoverProblem.TokenRefused, (await EnterAsync(pass)).Problem);
        Put(issuer with { CutoverUntil = World.Start });
        Assert.Equal(CutoverProblem.Over, (await EnterAsync(pass)).Problem);
        Put(issuer with { CutoverPoolId = null });
        Assert.Equal(CutoverProblem.PoolOfOthers, (await EnterAsync(pass)).Problem);
        Assert.Equal(CutoverProblem.OrganizationMissing, (await cutover.EnterAsync(new(new("pool-nobody"), "https://id.example"), pass, null, World.Ct)).Problem);
    }

    [Theory]
    [InlineData("\"email\":\"not an address\"", null, false)]
    [InlineData("\"email\":7", null, false)]
    [InlineData("\"email_verified\":true", null, false)]
    [InlineData("\"email\":\"u@example.org\"", "u@example.org", false)]
    [InlineData("\"email\":\"u@example.org\",\"email_verified\":\"true\"", "u@example.org", false)]
    [InlineData("\"email\":\"u@example.org\",\"email_verified\":1", "u@example.org", false)]
    [InlineData("\"email\":\"u@example.org\",\"email_verified\":true", "u@example.org", true)]
    public async Task An_address_is_verified_for_json_true_alone(string claims, string? email, bool verified)
    {
        var pass = await PassAsync(Token(more: claims));
        Assert.Equal((email, verified), (pass.Email, pass.EmailVerified));
    }

    [Theory]
    [InlineData("\"auth_time\":1799999000", 1_799_999_000)]
    [InlineData("\"auth_time\":1800000900", 1_800_000_000)]
    [InlineData("\"auth_time\":\"1799999000\"", 1_800_000_000)]
    [InlineData("\"auth_time\":-1", 1_800_000_000)]
    public async Task A_session_says_when_the_user_signed_in_there(string claims, long expected) =>
        Assert.Equal(expected, (await PassAsync(Token(more: claims))).AuthTime.ToUnixTimeSeconds());
}
