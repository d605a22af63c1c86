using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Pools;

/// <summary>
/// S022, S026, S043: what one issuer of a server gave out is worth nothing at another, and is still good where it belongs.
/// The clients of the same name have the same secret everywhere, so that nothing but the pool tells them apart.
/// </summary>
public sealed class IsolationTests(ThreeRealms realms) : IClassFixture<ThreeRealms>
{
    const string Session = "__Host-idp-session";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Neighbours => new() { { "a", "b" }, { "a", "root" }, { "root", "a" } };

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task A_code_is_worth_nothing_elsewhere_and_still_good_at_home(string home, string elsewhere)
    {
        var (mine, other) = (realms[home], realms[elsewhere]);
        var back = await mine.CodeAsync();
        (await other.RedeemAsync(back)).Refuses("invalid_grant");
        // S022: neither does it help to know the code and not its verifier.
        (await mine.RedeemAsync(back, verifier: new string('a', 43))).Refuses("invalid_grant");
        (await mine.RedeemAsync(back)).Grants();

        var own = await mine.CodeAsync(mine.OwnClient);
        (await other.RedeemAsync(own, mine.OwnClient)).Refuses("invalid_client", 401);
        (await other.RedeemAsync(own, TestClients.Public)).Refuses("invalid_grant");
        (await mine.RedeemAsync(own, mine.OwnClient)).Grants();
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task Tokens_are_worth_nothing_elsewhere_and_still_good_at_home(string home, string elsewhere)
    {
        var (mine, other) = (realms[home], realms[elsewhere]);
        var tokens = await mine.TokensAsync();
        (await other.RefreshAsync(tokens.RefreshToken)).Refuses("invalid_grant");
        (await other.UserInfoAsync(tokens.AccessToken)).Refuses("invalid_token", 401);
        foreach (var token in (string[])[tokens.AccessToken, tokens.RefreshToken])
        {
            Assert.Equal(Refusals.Inactive, (await other.IntrospectAsync(token)).Body);
            // RFC 7009 §2.2: 200 whatever it is, and nothing happens.
            Assert.Equal(200, (await other.RevokeAsync(token)).Status);
            Assert.True((await mine.IntrospectAsync(token)).Json.GetProperty("active").GetBoolean());
        }
        Assert.Equal(200, (await mine.UserInfoAsync(tokens.AccessToken)).Status);
        (await mine.RefreshAsync(tokens.RefreshToken)).Grants();
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task Clients_and_users_are_unknown_elsewhere(string home, string elsewhere)
    {
        var (mine, other) = (realms[home], realms[elsewhere]);
        using var browser = mine.App.NewBrowser();
        var error = await browser.GetAsync(other.AuthorizeUrl(mine.OwnClient), Ct);
        Assert.Equal(400, (int)error.Status);

        var login = await browser.GetAsync(other.AuthorizeUrl(), Ct);
        var refused = await browser.SignInAsync(login, mine.OwnUser, IdpApp.Password);
        Assert.True(refused.Has("#login-error"), refused.ToString());
        var alice = await browser.SignInAsync(refused, IdpApp.Alice, IdpApp.Password);
        Assert.NotNull(alice["code"]);
        // The same name is another person.
        var there = (await other.RedeemAsync(alice)).Claims().GetProperty("sub").GetString();
        Assert.NotEqual((await mine.TokensAsync()).Claims().GetProperty("sub").GetString(), there);
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task A_session_is_none_elsewhere_whatever_its_cookie_is_called(string home, string elsewhere)
    {
        var (mine, other) = (realms[home], realms[elsewhere]);
        using var browser = mine.App.NewBrowser();
        Assert.NotNull((await browser.AuthorizeAsync(mine.AuthorizeUrl()))["code"]);
        Assert.NotNull((await browser.GetAsync(mine.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["code"]);
        Assert.Equal("login_required", (await browser.GetAsync(other.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["error"]);
        browser.Cookies.Store(new(IdpApp.Issuer), $"{NameOf(Session, other)}={browser.Cookies.Find(NameOf(Session, mine))}; Path=/; Secure");
        Assert.Equal("login_required", (await browser.GetAsync(other.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["error"]);

        // Both at once, side by side, and ended one by one.
        Assert.NotNull((await browser.AuthorizeAsync(other.AuthorizeUrl()))["code"]);
        await browser.PressAsync(await browser.GetAsync(other.Path + "/account/logout", Ct), "logout");
        Assert.Equal("login_required", (await browser.GetAsync(other.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["error"]);
        Assert.NotNull((await browser.GetAsync(mine.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["code"]);
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task A_transaction_opens_nothing_elsewhere(string home, string elsewhere)
    {
        var (mine, other) = (realms[home], realms[elsewhere]);
        using var browser = mine.App.NewBrowser();
        var login = await browser.GetAsync(mine.AuthorizeUrl(), Ct);
        browser.Cookies.Store(new(IdpApp.Issuer), $"{NameOf("__Host-idp-browser", other)}={browser.Cookies.Find(NameOf("__Host-idp-browser", mine))}; Path=/; Secure");
        foreach (var path in (string[])["/account/login", "/consent", "/connect/authorize/resume"])
            Assert.Equal(400, (int)(await browser.GetAsync(other.Path + path + login.Uri.Query, Ct)).Status);
        Assert.NotNull((await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password))["code"]);
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task A_form_of_one_is_no_form_of_another(string home, string elsewhere)
    {
        var (mine, other) = (realms[home], realms[elsewhere]);
        using var browser = mine.App.NewBrowser();
        var login = await browser.GetAsync(mine.Path + "/account/login", Ct);
        (string, string)[] fields = [("__RequestVerificationToken", Expect.FormToken(login)), ("Username", IdpApp.Alice), ("Password", IdpApp.Password)];
        Assert.Equal(400, (int)(await browser.PostRawAsync(other.Path + "/account/login", fields)).Status);
        Assert.Equal(303, (int)(await browser.PostRawAsync(mine.Path + "/account/login", fields)).Status);
    }

    [Fact]
    public async Task A_sealed_sign_out_request_of_one_shows_nothing_in_another()
    {
        using var browser = realms.A.App.NewBrowser();
        await browser.AuthorizeAsync(realms.A.AuthorizeUrl());
        var logout = await browser.GetAsync($"{realms.A.Path}/connect/endsession?client_id=web&post_logout_redirect_uri={Uri.EscapeDataString(TestClients.SignedOut)}", Ct);
        Assert.Contains("Client web", logout.Body, StringComparison.Ordinal);
        await browser.AuthorizeAsync(realms.B.AuthorizeUrl());
        var elsewhere = await browser.GetAsync(realms.B.Path + "/account/logout" + logout.Uri.Query, Ct);
        Assert.DoesNotContain("Client web", elsewhere.Body, StringComparison.Ordinal);
        var ended = await browser.PressAsync(elsewhere, "logout");
        Assert.DoesNotContain("app.example", ended.Body, StringComparison.Ordinal);
    }

    /// <summary>The root's keep their names; the others' have the pool's id. All obey the prefix.</summary>
    [Fact]
    public async Task Cookies_of_pools_have_names_of_their_own()
    {
        using var browser = realms.A.App.NewBrowser();
        foreach (var realm in (Realm[])[realms.Root, realms.A, realms.B])
        {
            await browser.AuthorizeAsync(realm.AuthorizeUrl());
            await browser.GetAsync(realm.Path + "/account/logout", Ct);
        }
        string[] expected = ["__Host-idp-form", .. new[] { realms.Root, realms.A, realms.B }.SelectMany(realm => new[] { NameOf(Session, realm), NameOf("__Host-idp-browser", realm) })];
        Assert.Equal(expected.Order(StringComparer.Ordinal), browser.Cookies.All.Select(cookie => cookie.Name).Order(StringComparer.Ordinal));
        Assert.All(browser.Cookies.All, cookie => Assert.True(cookie is { Path: "/", IsSecure: true, IsHttpOnly: true } && !cookie.Flags.ContainsKey("domain")));
    }

    static string NameOf(string cookie, Realm realm) => realm.Path.Length == 0 ? cookie : $"{cookie}-{realm.Id}";
}
