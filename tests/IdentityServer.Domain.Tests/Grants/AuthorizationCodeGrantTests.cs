using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>S020, S022 to S024, S026, S027.</summary>
public sealed class AuthorizationCodeGrantTests
{
    const string Wrong = "wrong-verifier-wrong-verifier-wrong-verifier";

    readonly World world = new();

    [Fact]
    public async Task A_code_yields_tokens_once()
    {
        var tokens = (await world.RedeemAsync(await world.CodeAsync())).Value();
        Assert.NotNull(tokens.IdToken);
        Assert.NotNull(tokens.RefreshToken);
        Assert.Equal("openid profile email offline_access", tokens.Scope.Text);
        var family = world.Families.Only;
        Assert.Equal((World.Start, 1, World.Start + TokenLifetimes.RefreshAbsolute), (family.CodeTakenAt, family.Generation, family.RefreshExpiresAt));
    }

    [Fact]
    public async Task A_spent_code_is_refused_and_kills_its_family()
    {
        var code = await world.CodeAsync();
        var tokens = (await world.RedeemAsync(code)).Value();
        // Long after the code's own end, and whatever else is wrong with the request.
        world.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(Reason.CodeSpent, (await world.RedeemAsync(code, verifier: null)).Reason());
        Assert.NotNull(world.Families.Only.RevokedAt);
        Assert.Equal(Reason.RefreshTokenRevoked, (await world.RefreshAsync(tokens.RefreshToken)).Reason());
        Assert.Equal(Reason.BearerRevoked, (await world.AccessTokens.ReadAsync(world.Pool, World.Text(tokens.AccessToken), World.Ct)).Reason());
        Assert.Equal(Reason.CodeSpent, (await world.RedeemAsync(code)).Reason());
    }

    [Fact]
    public async Task Of_fifty_redemptions_at_once_one_wins_and_nothing_stays_alive()
    {
        for (var round = 0; round < 20; round++)
        {
            var here = new World();
            var code = await here.CodeAsync();
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => here.RedeemAsync(code), World.Ct)));
            var winner = Assert.Single(answers, answer => answer.Reason() is null).Value();
            Assert.All(answers.Where(answer => answer.Reason() is not null), answer => Assert.Equal(Reason.CodeSpent, answer.Reason()));
            Assert.NotNull(here.Families.Only.RevokedAt);
            Assert.Equal(Reason.RefreshTokenRevoked, (await here.RefreshAsync(winner.RefreshToken)).Reason());
        }
    }

    [Fact]
    public async Task A_code_that_is_revoked_between_the_read_and_the_gate_yields_nothing()
    {
        var code = await world.CodeAsync();
        world.Families.AfterRead = async () => await world.Families.RevokeAsync(world.Pool.Id, world.Families.Only.Id, World.Start, World.Ct);
        Assert.Equal(Reason.CodeSpent, (await world.RedeemAsync(code)).Reason());
        Assert.Null(world.Families.Only.CodeTakenAt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_missing_code_is_told(string? code) => Assert.Equal(Reason.CodeMissing, (await world.RedeemAsync(code!)).Reason());

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u0000")]
    public async Task A_guess_is_no_code(string code) => Assert.Equal(Reason.CodeUnknown, (await world.RedeemAsync(code)).Reason());

    [Fact]
    public async Task Another_clients_code_is_refused_and_stays_good_for_its_own()
    {
        var code = await world.CodeAsync();
        Assert.Equal(Reason.CodeOfAnotherClient, (await world.RedeemAsync(code, authorization: World.Basic("evil"))).Reason());
        Assert.Equal(Reason.CodeOfAnotherClient, (await world.RedeemAsync(code, verifier: Wrong, authorization: World.Basic("evil"))).Reason());
        var asSpa = World.Form(("grant_type", "authorization_code"), ("client_id", "spa"), ("code", code), ("code_verifier", World.Verifier), ("redirect_uri", World.Callback));
        Assert.Equal(Reason.CodeOfAnotherClient, (await world.Pipeline.RunAsync(world.Pool, null, asSpa, World.Ct)).Answer.Reason());
        Assert.Null((await world.RedeemAsync(code)).Reason());
        // And spent, it does not let the other client end anything.
        Assert.Equal(Reason.CodeOfAnotherClient, (await world.RedeemAsync(code, authorization: World.Basic("evil"))).Reason());
        Assert.Null(world.Families.Only.RevokedAt);
    }

    [Fact]
    public async Task A_code_of_another_pool_is_unknown()
    {
        var code = await world.CodeAsync();
        world.Clients.Put(World.NewClient("web", pool: new("other")));
        world.Rings.Put(Rings.Ring(new("other")));
        var form = World.Form(("grant_type", "authorization_code"), ("code", code), ("code_verifier", World.Verifier), ("redirect_uri", World.Callback));
        var (_, answer) = await world.Pipeline.RunAsync(new(new("other"), "https://id.example/pools/other"), World.Basic("web"), form, World.Ct);
        Assert.Equal(Reason.CodeUnknown, answer.Reason());
    }

    [Fact]
    public async Task A_code_dies_at_the_instant_it_expires()
    {
        var code = await world.CodeAsync();
        world.Clock.Advance(TokenLifetimes.Code);
        Assert.Equal(Reason.CodeExpired, (await world.RedeemAsync(code)).Reason());
        world.Clock.Advance(TimeSpan.FromTicks(-1));
        Assert.Null((await world.RedeemAsync(code)).Reason());
    }

    [Fact]
    public async Task The_redirect_uri_is_the_one_of_the_request_and_still_registered()
    {
        var code = await world.CodeAsync();
        Assert.Equal(Reason.RedirectUriDiffers, (await world.RedeemAsync(code, redirectUri: null)).Reason());
        Assert.Equal(Reason.RedirectUriDiffers, (await world.RedeemAsync(code, redirectUri: World.Callback + "/")).Reason());
        world.Clients.Put(World.NewClient("web", redirectUris: ["https://app.example/new"]));
        Assert.Equal(Reason.RedirectUriRemoved, (await world.RedeemAsync(code)).Reason());
        Assert.Null(world.Families.Only.CodeTakenAt);
    }

    [Fact]
    public async Task A_verifier_is_always_asked_for()
    {
        var code = await world.CodeAsync();
        Assert.Equal(Reason.VerifierMissing, (await world.RedeemAsync(code, verifier: null)).Reason());
        Assert.Equal(Reason.VerifierMissing, (await world.RedeemAsync(code, verifier: "")).Reason());
        Assert.Null((await world.RedeemAsync(code)).Reason());
    }

    [Fact]
    public async Task Five_wrong_verifiers_kill_the_code()
    {
        var code = await world.CodeAsync();
        for (var i = 0; i < 4; i++) Assert.Equal(Reason.VerifierWrong, (await world.RedeemAsync(code, verifier: Wrong)).Reason());
        Assert.Null(world.Families.Only.RevokedAt);
        Assert.Equal(Reason.VerifierWrong, (await world.RedeemAsync(code, verifier: World.Challenge)).Reason());
        Assert.Equal(Reason.CodeRevoked, (await world.RedeemAsync(code)).Reason());
    }

    [Fact]
    public async Task A_user_who_is_gone_disabled_or_changed_gets_nothing()
    {
        var code = await world.CodeAsync();
        world.User.Disabled = true;
        Assert.Equal(Reason.UserInactive, (await world.RedeemAsync(code)).Reason());
        (world.User.Disabled, world.User.SecurityStamp) = (false, "stamp-2");
        Assert.Equal(Reason.UserInactive, (await world.RedeemAsync(code)).Reason());
        world.User.SecurityStamp = "stamp-1";
        world.Users.Clear();
        Assert.Equal(Reason.UserInactive, (await world.RedeemAsync(code)).Reason());
        Assert.Null(world.Families.Only.CodeTakenAt);
    }

    [Fact]
    public async Task A_revoked_family_gives_nothing_for_its_code()
    {
        var code = await world.CodeAsync();
        world.Families.Only.RevokedAt = World.Start;
        Assert.Equal(Reason.CodeRevoked, (await world.RedeemAsync(code)).Reason());
    }

    [Fact]
    public async Task What_cannot_be_answered_does_not_spend_the_code()
    {
        world.AddApi();
        world.AddApi("https://pay.example", "pay");
        var code = await world.CodeAsync("openid orders.read", resources: ["https://orders.example"]);
        Assert.Equal(Reason.ResourceUnknown, (await world.RedeemAsync(code, resource: "https://unknown.example")).Reason());
        Assert.Equal(Reason.ResourceWidened, (await world.RedeemAsync(code, resource: "https://pay.example")).Reason());
        Assert.Null((await world.RedeemAsync(code, resource: "https://orders.example")).Reason());
    }

    [Fact]
    public async Task A_refresh_token_needs_offline_access_and_the_grant()
    {
        Assert.Null((await world.RedeemAsync(await world.CodeAsync("openid"))).Value().RefreshToken);
        var here = new World();
        here.Clients.Put(World.NewClient("web", grants: ["authorization_code"]));
        Assert.Null((await here.RedeemAsync(await here.CodeAsync())).Value().RefreshToken);
        Assert.Equal(0, here.Families.Only.Generation);
    }
}
