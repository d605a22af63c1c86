using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.EndSession;

/// <summary>S069, S070, S071: who may end a session, and where the browser goes then.</summary>
public sealed class EndSessionTests(SharedApp shared) : AppTests(shared)
{
    static string Url(params (string Name, string? Value)[] parameters) =>
        "/connect/endsession" + QueryString.Create(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)).Where(pair => pair.Value is not null));

    /// <summary>An ID token of the browser's own session.</summary>
    async Task<string> HintAsync(Browser browser, string client = TestClients.Web) =>
        (await App.RedeemAsync(await browser.GetAsync(AuthorizeUrl(client), Ct), client))["id_token"]!;

    static void AtQuestion(WebPage page)
    {
        Assert.True(page is { Status: System.Net.HttpStatusCode.OK, Uri.AbsolutePath: "/account/logout" }, page.ToString());
        Assert.True(page.Has("#logout"));
    }

    static void AtSignedOut(WebPage page) =>
        Assert.True(page is { Status: System.Net.HttpStatusCode.OK, Uri.AbsolutePath: "/account/signed-out" }, page.ToString());

    [Theory]
    [InlineData(null, null)]
    [InlineData(TestClients.Web, null)]
    [InlineData(TestClients.Web, TestClients.SignedOut)]
    public async Task Without_a_hint_the_person_is_asked_and_nothing_ends_silently(string? client, string? target)
    {
        using var browser = await SignedInAsync();
        var url = Url(("client_id", client), ("post_logout_redirect_uri", target), ("state", "s"));
        var image = await browser.SendRawAsync(url, null, ("Sec-Fetch-Dest", "image"), ("Sec-Fetch-Site", "cross-site"));
        Assert.NotEqual(200, (int)image.Status);
        Assert.True(await IsSignedInAsync(browser));

        var question = await browser.GetAsync(url, Ct);
        AtQuestion(question);
        Assert.True(await IsSignedInAsync(browser));
        var stayed = await browser.SubmitAsync(question, "form", Nothing, "logout-stay", Ct);
        Assert.Equal("/", stayed.Uri.AbsolutePath);
        Assert.True(await IsSignedInAsync(browser));

        var page = await browser.SubmitAsync(await browser.GetAsync(url, Ct), "form", Nothing, "logout", Ct);
        AtSignedOut(page);
        Assert.False(await IsSignedInAsync(browser));
        // The registered address is a link, because nobody proved to be the application.
        Assert.Equal(target is null ? null : target + "?state=s", page.Document.QuerySelector("#signed-out-return")?.GetAttribute("href"));
    }

    [Fact]
    public async Task A_client_id_alone_leads_nobody_away_also_when_nobody_is_signed_in()
    {
        using var browser = App.NewBrowser();
        var page = await browser.GetAsync(Url(("client_id", TestClients.Evil), ("post_logout_redirect_uri", TestClients.SignedOut)), Ct);
        AtSignedOut(page);
        Assert.Contains("Client evil", page.Text("#signed-out-return"), StringComparison.Ordinal);
        AtSignedOut(await browser.GetAsync("/account/signed-out?tx=" + new string('A', 200), Ct));
    }

    [Fact]
    public async Task A_hint_for_this_very_session_ends_it_and_returns_with_the_state_and_nothing_else()
    {
        using var browser = await SignedInAsync();
        var hint = await HintAsync(browser);
        App.Clock.Advance(TimeSpan.FromHours(2));
        var back = await browser.GetAsync(Url(("id_token_hint", hint), ("post_logout_redirect_uri", TestClients.SignedOut), ("state", "a b+c&d")), Ct);
        Assert.True(back.IsAtClient, back.ToString());
        Assert.Equal(TestClients.SignedOut, back.Uri.GetLeftPart(UriPartial.Path));
        Assert.Equal("a b+c&d", Assert.Single(back.Parameters, pair => pair.Key == "state").Value);
        Assert.Single(back.Parameters);
        Assert.False(await IsSignedInAsync(browser));
    }

    [Theory]
    [InlineData("https://app.example/signed-out/")]
    [InlineData("https://app.example/signed-out?x=1")]
    [InlineData("https://app.example/Signed-out")]
    [InlineData("https://app.example/signed-out#")]
    [InlineData("https://evil.example/signed-out")]
    [InlineData(TestClients.Callback)]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("/account/login")]
    [InlineData("//evil.example")]
    public async Task An_address_that_is_not_exactly_registered_ends_nothing_and_leads_nowhere(string target)
    {
        using var browser = await SignedInAsync();
        var hint = await HintAsync(browser);
        Expect.Page(await browser.GetAsync(Url(("id_token_hint", hint), ("post_logout_redirect_uri", target)), Ct));
        Expect.Page(await browser.GetAsync(Url(("client_id", TestClients.Web), ("post_logout_redirect_uri", target)), Ct));
        Assert.True(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task An_address_needs_a_client_and_the_right_one()
    {
        var other = await NewClientAsync(postLogout: ["https://app.example/other-out"]);
        using var browser = await SignedInAsync();
        var hint = await HintAsync(browser);
        Expect.Page(await browser.GetAsync(Url(("post_logout_redirect_uri", TestClients.SignedOut)), Ct));
        Expect.Page(await browser.GetAsync(Url(("id_token_hint", hint), ("post_logout_redirect_uri", "https://app.example/other-out")), Ct));
        Expect.Page(await browser.GetAsync(Url(("id_token_hint", hint), ("client_id", other), ("post_logout_redirect_uri", "https://app.example/other-out")), Ct));
        Expect.Page(await browser.GetAsync(Url(("client_id", "nobody"), ("post_logout_redirect_uri", TestClients.SignedOut)), Ct));
        Expect.Page(await browser.GetAsync(Url(("client_id", TestClients.Web), ("post_logout_redirect_uri", TestClients.SignedOut)) + "&state=1&state=2", Ct));
        Assert.True(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_hint_that_is_not_an_ID_token_of_ours_ends_nothing_and_leads_nowhere()
    {
        using var browser = await SignedInAsync();
        var tokens = await App.RedeemAsync(await browser.GetAsync(AuthorizeUrl(), Ct));
        var hint = tokens["id_token"]!;
        foreach (var wrong in new[]
        {
            "garbage", Forge.Unsigned(hint), Forge.SignedByStranger(hint), Forge.Edited(hint, claims => claims["aud"] = "evil"), tokens.AccessToken,
            Forge.Resigned(App, hint, claims => claims["iss"] = "https://other.example"), Forge.Resigned(App, hint, _ => { }, "at+jwt"), hint + "A",
        })
        {
            Expect.Page(await browser.GetAsync(Url(("id_token_hint", wrong), ("post_logout_redirect_uri", TestClients.SignedOut), ("client_id", TestClients.Web)), Ct));
        }
        Assert.True(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_hint_of_another_user_asks_and_then_offers_a_link_only()
    {
        using var bobs = await SignedInAsync(IdpApp.Bob);
        var hint = await HintAsync(bobs);
        using var browser = await SignedInAsync();
        var question = await browser.GetAsync(Url(("id_token_hint", hint), ("post_logout_redirect_uri", TestClients.SignedOut)), Ct);
        AtQuestion(question);
        Assert.True(await IsSignedInAsync(browser));
        AtSignedOut(await browser.SubmitAsync(question, "form", Nothing, "logout", Ct));
        Assert.True(await IsSignedInAsync(bobs));
    }

    [Fact]
    public async Task A_hint_of_the_same_user_from_another_session_asks_and_then_returns()
    {
        using var elsewhere = await SignedInAsync();
        var hint = await HintAsync(elsewhere);
        using var browser = await SignedInAsync();
        var question = await browser.GetAsync(Url(("id_token_hint", hint), ("post_logout_redirect_uri", TestClients.SignedOut)), Ct);
        AtQuestion(question);
        var back = await browser.SubmitAsync(question, "form", Nothing, "logout", Ct);
        Assert.True(back.IsAtClient, back.ToString());
        Assert.True(await IsSignedInAsync(elsewhere));
        Assert.False(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_session_cookie_kept_from_before_the_logout_is_dead_and_so_are_the_sessions_tokens()
    {
        using var browser = await SignedInAsync();
        var tokens = await App.RedeemAsync(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("scope", "openid")), Ct));
        var cookie = browser.Cookies.Find("__Host-idp-session")!;
        Assert.True((await browser.GetAsync(Url(("id_token_hint", tokens["id_token"]), ("post_logout_redirect_uri", TestClients.SignedOut)), Ct)).IsAtClient);

        using var replay = App.NewBrowser();
        replay.Cookies.Store(new(IdpApp.Issuer), $"__Host-idp-session={cookie}; Path=/; Secure");
        Assert.False(await IsSignedInAsync(replay));
        Assert.Equal("{\"active\":false}", (await App.IntrospectAsync(tokens.AccessToken)).Body);
    }

    [Fact]
    public async Task Who_signs_in_after_somebody_left_without_cookies_gets_nothing_of_theirs()
    {
        using var browser = await SignedInAsync();
        var first = (await App.RedeemAsync(await browser.GetAsync(AuthorizeUrl(), Ct))).Claims();
        browser.Cookies.Clear();
        AtSignedOut(await browser.GetAsync(Url(("client_id", TestClients.Web)), Ct));
        var second = (await App.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl(), IdpApp.Bob))).Claims();
        Assert.NotEqual(first.GetProperty("sub").GetString(), second.GetProperty("sub").GetString());
        Assert.NotEqual(first.GetProperty("sid").GetString(), second.GetProperty("sid").GetString());
    }

    [Fact]
    public async Task A_form_post_works_like_a_link()
    {
        using var browser = await SignedInAsync();
        var hint = await HintAsync(browser);
        var back = await browser.PostAsync("/connect/endsession",
            new Dictionary<string, string> { ["id_token_hint"] = hint, ["post_logout_redirect_uri"] = TestClients.SignedOut, ["state"] = "s" }, Ct);
        Assert.True(back.IsAtClient, back.ToString());
        Assert.Equal("s", back["state"]);
        Assert.False(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_form_post_takes_a_hint_of_any_size_and_puts_it_into_no_address()
    {
        using var browser = await SignedInAsync();
        var hint = await HintAsync(browser);
        var answer = await browser.PostRawAsync("/connect/endsession",
            [("id_token_hint", hint), ("post_logout_redirect_uri", TestClients.SignedOut), ("state", new('s', 2048)), ("ui_locales", new('x', 20_000))]);
        Assert.Equal(303, (int)answer.Status);
        var location = answer.Response!.Headers.Location!.OriginalString;
        Assert.DoesNotContain(hint[..40], location, StringComparison.Ordinal);
        Assert.InRange(location.Length, 1, 8000);
        Assert.True(await IsSignedInAsync(browser));
        Assert.True((await browser.GetAsync(location, Ct)).IsAtClient);
        Assert.False(await IsSignedInAsync(browser));
        Expect.Page(await browser.PostRawAsync("/connect/endsession", [("id_token_hint", "x")]));
    }

    [Fact]
    public async Task A_sealed_request_counts_for_half_an_hour()
    {
        using var browser = App.NewBrowser();
        var page = await browser.GetAsync(Url(("client_id", TestClients.Web), ("post_logout_redirect_uri", TestClients.SignedOut)), Ct);
        App.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.True((await browser.GetAsync(page.Uri.PathAndQuery, Ct)).Has("#signed-out-return"));
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await browser.GetAsync(page.Uri.PathAndQuery, Ct)).Has("#signed-out-return"));
    }
}
