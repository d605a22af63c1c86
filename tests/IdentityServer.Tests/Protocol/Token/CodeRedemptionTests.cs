using IdentityServer.Domain.Clients;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Token;

/// <summary>S020, S022, S023, S026, S027.</summary>
public sealed class CodeRedemptionTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_the_verifier_there_are_no_tokens(string? verifier) =>
        (await RedeemAsync(("code_verifier", verifier))).Refuses("invalid_grant");

    public static TheoryData<string> WrongVerifiers => new(
        new string('a', 43), Verifier[..42], Verifier + new string('a', 87), Challenge, Verifier.ToUpperInvariant(), Verifier + " ",
        Verifier[..42] + "!", Verifier[..42] + "é", Verifier + "=", new string('\uff11', 43));

    [Theory]
    [MemberData(nameof(WrongVerifiers))]
    public async Task With_a_wrong_verifier_there_are_no_tokens_and_the_rightful_client_may_still_come(string verifier)
    {
        var back = await CodeAsync();
        (await app.RedeemAsync(back, changes: ("code_verifier", verifier))).Refuses("invalid_grant");
        (await app.RedeemAsync(back)).Grants();
    }

    [Fact]
    public async Task After_five_wrong_verifiers_the_code_is_dead()
    {
        var back = await CodeAsync();
        for (var i = 0; i < 5; i++) (await app.RedeemAsync(back, changes: ("code_verifier", new string('a', 43)))).Refuses("invalid_grant");
        (await app.RedeemAsync(back)).Refuses("invalid_grant");
    }

    /// <summary>RFC 9700 §4.5: an injected code fails at the same client too, because the attacker's session made another verifier.</summary>
    [Fact]
    public async Task A_stolen_code_does_not_fit_the_attackers_own_verifier()
    {
        var victims = await CodeAsync();
        (await app.RedeemAsync(victims, changes: ("code_verifier", "attacker-verifier-of-forty-three-characters"))).Refuses("invalid_grant");
    }

    [Fact]
    public async Task A_code_that_comes_twice_ends_everything_it_yielded()
    {
        var back = await CodeAsync("openid offline_access");
        var tokens = (await app.RedeemAsync(back)).Grants();
        var next = (await app.RefreshAsync(tokens.RefreshToken)).Grants();

        (await app.RedeemAsync(back)).Refuses("invalid_grant");
        foreach (var token in (string[])[tokens.AccessToken, tokens.RefreshToken, next.AccessToken, next.RefreshToken])
            Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(token)).Body);
        (await app.RefreshAsync(tokens.RefreshToken)).Refuses("invalid_grant");
        (await app.RefreshAsync(next.RefreshToken)).Refuses("invalid_grant");
        (await app.UserInfoAsync(next.AccessToken)).Refuses("invalid_token", 401);
    }

    /// <summary>An hour later the replay still shows that the code has leaked.</summary>
    [Fact]
    public async Task A_late_replay_ends_the_tokens_too()
    {
        var back = await CodeAsync("openid offline_access");
        var tokens = (await app.RedeemAsync(back)).Grants();
        app.Clock.Advance(TimeSpan.FromHours(1));
        (await app.RedeemAsync(back)).Refuses("invalid_grant");
        (await app.RefreshAsync(tokens.RefreshToken)).Refuses("invalid_grant");
    }

    [Theory]
    [InlineData(TestClients.Evil)]
    [InlineData(TestClients.Public)]
    [InlineData(TestClients.Asking)]
    public async Task Another_clients_code_is_refused_and_stays_good(string thief)
    {
        var back = await CodeAsync();
        (await app.RedeemAsync(back, thief, ("redirect_uri", TestClients.Callback))).Refuses("invalid_grant");
        (await app.RedeemAsync(back)).Grants();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://app.example/cb/")]
    [InlineData("https://app.example/cb?x=1")]
    [InlineData("https://evil.example/cb")]
    [InlineData("HTTPS://app.example/cb")]
    public async Task Another_redirect_uri_than_the_requests_is_refused(string? uri) =>
        (await RedeemAsync(("redirect_uri", uri))).Refuses("invalid_grant");

    [Fact]
    public async Task A_code_lives_for_sixty_seconds()
    {
        var early = await CodeAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(59));
        (await app.RedeemAsync(early)).Grants();

        var late = await CodeAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        (await app.RedeemAsync(late)).Refuses("invalid_grant");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("a b")]
    [InlineData("‮code")]
    public async Task An_unknown_code_is_refused(string code) => (await RedeemAsync(("code", code))).Refuses("invalid_grant");

    [Fact]
    public async Task A_missing_code_is_a_malformed_request() => (await RedeemAsync(("code", null))).Refuses("invalid_request");

    /// <summary>RFC 6749 §4.1.2: the code is bound; how its secret is spelt is not negotiable.</summary>
    [Fact]
    public async Task A_code_has_one_spelling()
    {
        var back = await CodeAsync();
        foreach (var other in (string[])[back["code"] + "=", back["code"] + " ", " " + back["code"], back["code"]!.ToUpperInvariant(), back["code"]!.ToLowerInvariant()])
            (await app.RedeemAsync(back, changes: ("code", other))).Refuses("invalid_grant");
        (await app.RedeemAsync(back)).Grants();
    }

    [Fact]
    public async Task A_native_app_redeems_with_the_port_it_had()
    {
        using var browser = app.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Public, ("redirect_uri", "http://127.0.0.1:49152/cb")));
        (await app.RedeemAsync(back, TestClients.Public, ("redirect_uri", "http://127.0.0.1:49153/cb"))).Refuses("invalid_grant");
        (await app.RedeemAsync(back, TestClients.Public, ("redirect_uri", "http://127.0.0.1:49152/cb"))).Grants();
    }

    /// <summary>What the request asks for beside the code is judged before the code is spent on it.</summary>
    [Fact]
    public async Task A_request_that_cannot_be_met_does_not_spend_the_code()
    {
        var back = await CodeAsync();
        (await app.RedeemAsync(back, changes: ("resource", "https://unknown.example"))).Refuses("invalid_target");
        (await app.RedeemAsync(back)).Grants();
    }

    [Fact]
    public async Task Without_offline_access_or_without_the_grant_there_is_no_refresh_token()
    {
        Assert.Null((await RedeemAsync()).Grants()["refresh_token"]);

        await app.SaveAsync(new Client
        {
            PoolId = Domain.Primitives.PoolId.Default,
            Id = new("code-only"),
            Name = "Code only",
            AuthMethod = ClientAuthMethod.None,
            RedirectUris = [TestClients.Callback],
            Scope = Domain.Protocol.ScopeSet.Of("openid", "offline_access"),
            Consent = ConsentPolicy.Implicit,
            CreatedAt = app.Clock.Now,
        });
        using var browser = app.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl("code-only", ("scope", "openid offline_access")));
        var tokens = await app.RedeemAsync(back, null!, ("client_id", "code-only"));
        Assert.Null(tokens.Grants()["refresh_token"]);
    }

    async Task<WebPage> CodeAsync(string scope = "openid")
    {
        using var browser = app.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: ("scope", scope)));
        Assert.True(back.IsAtClient, back.ToString());
        return back;
    }

    async Task<Answer> RedeemAsync(params (string Name, string? Value)[] changes) => await app.RedeemAsync(await CodeAsync(), changes: changes);
}
