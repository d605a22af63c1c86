using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>Who may refresh, how far and how long. S043 to S046.</summary>
public sealed class RefreshTokenGrantLimitsTests
{
    readonly World world = new();

    async Task<string> FirstAsync(string scope = "openid profile email offline_access") => (await world.TokensAsync(scope)).RefreshToken!;

    [Fact]
    public async Task What_is_no_refresh_token_is_refused()
    {
        Assert.Equal(Reason.RefreshTokenMissing, (await world.RefreshAsync(null)).Reason());
        foreach (var guess in (string[])["x", new('A', 70), new('!', 70), new('é', 70), new(' ', 70)])
            Assert.Equal(Reason.RefreshTokenUnknown, (await world.RefreshAsync(guess)).Reason());
        var ofNobody = world.Rings.Default.RefreshTokens.Write(FamilyId.New(world.Clock), 1);
        Assert.Equal(Reason.RefreshTokenUnknown, (await world.RefreshAsync(ofNobody)).Reason());
    }

    [Fact]
    public async Task Another_client_is_refused_and_the_rightful_one_does_not_notice()
    {
        var token = await FirstAsync();
        Assert.Equal(Reason.RefreshTokenOfAnotherClient, (await world.RefreshAsync(token, authorization: World.Basic("evil"))).Reason());
        var asSpa = World.Form(("grant_type", "refresh_token"), ("client_id", "spa"), ("refresh_token", token));
        Assert.Equal(Reason.RefreshTokenOfAnotherClient, (await world.Pipeline.RunAsync(world.Pool, null, asSpa, World.Ct)).Answer.Reason());
        Assert.Equal(1, world.Families.Only.Generation);
        Assert.Null((await world.RefreshAsync(token)).Reason());
        Assert.Equal(Reason.RefreshTokenOfAnotherClient, (await world.RefreshAsync(token, authorization: World.Basic("evil"))).Reason());
        Assert.Null(world.Families.Only.RevokedAt);
    }

    [Fact]
    public async Task Idle_for_too_long_it_is_dead()
    {
        var token = await FirstAsync();
        world.Clock.Advance(TokenLifetimes.RefreshIdle + TimeSpan.FromTicks(1));
        Assert.Equal(Reason.RefreshTokenExpired, (await world.RefreshAsync(token)).Reason());
        world.Clock.Advance(TimeSpan.FromTicks(-1));
        Assert.Null((await world.RefreshAsync(token)).Reason());
    }

    [Fact]
    public async Task Use_does_not_extend_the_absolute_end()
    {
        var token = await FirstAsync();
        var end = world.Clock.Now + TokenLifetimes.RefreshAbsolute;
        while (world.Clock.Now + TimeSpan.FromDays(10) < end)
        {
            world.Clock.Advance(TimeSpan.FromDays(10));
            token = (await world.RefreshAsync(token)).Value().RefreshToken!;
        }
        world.Clock.Now = end.AddTicks(-1);
        token = (await world.RefreshAsync(token)).Value().RefreshToken!;
        world.Clock.Now = end;
        Assert.Equal(Reason.RefreshTokenExpired, (await world.RefreshAsync(token)).Reason());
    }

    [Fact]
    public async Task A_user_who_is_gone_disabled_or_changed_gets_nothing_and_nothing_is_spent()
    {
        var token = await FirstAsync();
        world.User.Disabled = true;
        Assert.Equal(Reason.UserInactive, (await world.RefreshAsync(token)).Reason());
        (world.User.Disabled, world.User.SecurityStamp) = (false, "stamp-2");
        Assert.Equal(Reason.UserInactive, (await world.RefreshAsync(token)).Reason());
        world.Users.Clear();
        Assert.Equal(Reason.UserInactive, (await world.RefreshAsync(token)).Reason());
        Assert.Equal(1, world.Families.Only.Generation);
    }

    [Fact]
    public async Task A_client_that_lost_the_grant_or_was_disabled_gets_nothing()
    {
        var token = await FirstAsync();
        world.Clients.Put(World.NewClient("web", grants: ["authorization_code"]));
        Assert.Equal(Reason.GrantNotAllowed, (await world.RefreshAsync(token)).Reason());
        world.Clients.Put(World.NewClient("web", disabled: true));
        Assert.Equal(Reason.ClientDisabled, (await world.RefreshAsync(token)).Reason());
    }

    [Fact]
    public async Task A_narrower_scope_is_for_this_access_token_only()
    {
        var narrow = (await world.RefreshAsync(await FirstAsync(), "email")).Value();
        Assert.Equal("email", narrow.Scope.Text);
        Assert.Null(narrow.IdToken);
        var again = (await world.RefreshAsync(narrow.RefreshToken)).Value();
        Assert.Equal("openid profile email offline_access", again.Scope.Text);
        Assert.NotNull(again.IdToken);
    }

    [Theory]
    [InlineData("openid orders.read", "openid profile offline_access", nameof(Reason.ScopeWidened))]
    [InlineData("admin", "openid offline_access", nameof(Reason.ScopeWidened))]
    [InlineData("open\"id", "openid offline_access", nameof(Reason.ScopeMalformed))]
    public async Task A_wider_scope_is_refused_and_nothing_is_spent(string asked, string granted, string reason)
    {
        var token = await FirstAsync(granted);
        Assert.Equal(reason, (await world.RefreshAsync(token, asked)).Reason()?.Name);
        Assert.Equal(1, world.Families.Only.Generation);
    }

    [Fact]
    public async Task A_scope_that_the_client_lost_is_not_given_again()
    {
        var token = await FirstAsync();
        world.Clients.Put(World.NewClient("web", scope: "openid offline_access"));
        Assert.Equal(Reason.ScopeWidened, (await world.RefreshAsync(token, "email")).Reason());
        Assert.Equal("openid offline_access", (await world.RefreshAsync(token)).Value().Scope.Text);
        world.Clients.Put(World.NewClient("web", scope: "orders.read"));
        Assert.Equal(Reason.ScopeWidened, (await world.RefreshAsync(token)).Reason());
    }

    // Refused after the gate, the client would keep a token whose next use looks like theft.
    [Fact]
    public async Task A_resource_that_cannot_be_had_does_not_rotate()
    {
        world.AddApi();
        world.AddApi("https://pay.example", "pay");
        var tokens = await world.TokensAsync("openid orders.read offline_access", resources: ["https://orders.example"]);
        Assert.Equal(Reason.ResourceUnknown, (await world.RefreshAsync(tokens.RefreshToken, resource: "https://unknown.example")).Reason());
        Assert.Equal(Reason.ResourceWidened, (await world.RefreshAsync(tokens.RefreshToken, resource: "https://pay.example")).Reason());
        Assert.Equal(1, world.Families.Only.Generation);
        world.Resources.Remove("https://orders.example");
        Assert.Equal(Reason.ResourceUnknown, (await world.RefreshAsync(tokens.RefreshToken)).Reason());
        Assert.Equal(1, world.Families.Only.Generation);
    }
}
