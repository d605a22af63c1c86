using System.Text.Json.Nodes;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>Signing out here goes on there, and signing out there ends what was begun by it here.</summary>
public sealed class LogoutElsewhereTests(AtProvider at) : IClassFixture<AtProvider>, IAsyncLifetime
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static string NewSub() => $"sub-{Guid.CreateVersion7():n}";

    public async ValueTask InitializeAsync() => await at.ResetAsync();

    public ValueTask DisposeAsync() => default;

    async Task<(Browser Browser, string IdToken)> SignedInAsync(string sub, string? sid = null)
    {
        at.Provider.Claims = claims => claims["sid"] = sid;
        var browser = at.App.NewBrowser();
        return (browser, (await at.App.RedeemAsync(await at.LogInAsync(browser, sub)))["id_token"]!);
    }

    static async Task<bool> IsSignedInAsync(Browser browser) =>
        (await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["code"] is not null;

    static string EndUrl(string hint) => $"/connect/endsession?id_token_hint={hint}&post_logout_redirect_uri={Uri.EscapeDataString(TestClients.SignedOut)}&state=bye";

    [Fact]
    public async Task It_goes_on_at_the_provider_and_comes_back_for_the_rest()
    {
        await at.ChangeAsync(connection => connection with { EndsSessionThere = true, KeepsTokens = true });
        var (browser, hint) = await SignedInAsync(NewSub());
        using var _ = browser;
        var sent = await browser.GetAsync(EndUrl(hint), Ct);
        Assert.StartsWith(at.Provider.Issuer + "/end?", sent.Uri.ToString(), StringComparison.Ordinal);
        Assert.Equal((AtProvider.ClientId, IdpApp.Issuer + "/connect/endsession/callback", 3), (sent["client_id"], sent["post_logout_redirect_uri"], sent["id_token_hint"]!.Split('.').Length));
        Assert.False(await IsSignedInAsync(browser));
        var back = await browser.GetAsync($"/connect/endsession/callback?state={Uri.EscapeDataString(sent["state"]!)}", Ct);
        Assert.Equal(TestClients.SignedOut + "?state=bye", back.Uri.ToString());
        Assert.Equal("/account/signed-out", (await browser.GetAsync("/connect/endsession/callback?state=forged", Ct)).Uri.AbsolutePath);
    }

    [Fact]
    public async Task From_our_own_page_it_leaves_by_a_page_because_a_form_may_lead_nowhere_else()
    {
        await at.ChangeAsync(connection => connection with { EndsSessionThere = true });
        var (browser, _) = await SignedInAsync(NewSub());
        using var __ = browser;
        var page = await browser.PressAsync(await browser.GetAsync("/account/logout", Ct), "logout");
        Assert.Equal(200, (int)page.Status);
        var url = new Uri(page.Document.QuerySelector("#leave")!.GetAttribute("href")!);
        Assert.StartsWith(at.Provider.Issuer + "/end?", url.ToString(), StringComparison.Ordinal);
        Assert.Equal($"0;url={url.OriginalString}", page.Document.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
        Assert.False(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_provider_that_is_away_or_has_no_such_address_holds_nobody_up()
    {
        await at.ChangeAsync(connection => connection with { EndsSessionThere = true });
        var (browser, hint) = await SignedInAsync(NewSub());
        using var _ = browser;
        at.Provider.Discovery = document => document.Remove("end_session_endpoint");
        at.App.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(TestClients.SignedOut + "?state=bye", (await browser.GetAsync(EndUrl(hint), Ct)).Uri.ToString());
    }

    Task<Answer> TellAsync(JsonObject claims, string typ = "logout+jwt", string connection = AtProvider.Id) => at.App.FormAsync($"/connect/backchannel/{connection}", null,
        ("logout_token", Forge.Signed(at.Provider.Rsa, claims.ToJsonString(), $$"""{"alg":"RS256","kid":"{{at.Provider.Rsa.Kid}}","typ":"{{typ}}"}""")));

    [Fact]
    public async Task A_provider_ends_one_session_by_its_sid_and_all_of_a_user_by_the_subject()
    {
        var sub = NewSub();
        var (one, _) = await SignedInAsync(sub, "s-1");
        var (two, _) = await SignedInAsync(sub, "s-2");
        var (other, _) = await SignedInAsync(NewSub(), "s-3");
        using var _1 = one;
        using var _2 = two;
        using var _3 = other;
        var told = await TellAsync(at.Provider.GoodLogout(AtProvider.ClientId, null, "s-1"));
        Assert.True(told.Status == 200 && told.Headers.CacheControl!.NoStore, told.ToString());
        Assert.Equal((false, true), (await IsSignedInAsync(one), await IsSignedInAsync(two)));
        Assert.Equal(200, (await TellAsync(at.Provider.GoodLogout(AtProvider.ClientId, sub), "JWT")).Status);
        Assert.Equal((false, true), (await IsSignedInAsync(two), await IsSignedInAsync(other)));
    }

    [Fact]
    public async Task A_logout_token_counts_once()
    {
        var sub = NewSub();
        var claims = at.Provider.GoodLogout(AtProvider.ClientId, sub);
        Assert.Equal(200, (await TellAsync(claims)).Status);
        var (browser, _) = await SignedInAsync(sub);
        using var __ = browser;
        var again = await TellAsync(claims);
        Assert.Equal((400, "invalid_request"), (again.Status, again["error"]));
        Assert.Contains("backchannel refused: LogoutTokenSpent", at.Log.Text, StringComparison.Ordinal);
        Assert.True(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task Anything_else_is_refused_and_ends_nothing()
    {
        var sub = NewSub();
        var (browser, _) = await SignedInAsync(sub);
        using var __ = browser;
        var claims = at.Provider.GoodLogout(AtProvider.ClientId, sub);
        claims["nonce"] = "n";
        Assert.Equal(400, (await TellAsync(claims)).Status);
        Assert.Contains("backchannel refused: LogoutTokenRefused nonce", at.Log.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await TellAsync(at.Provider.GoodLogout(AtProvider.ClientId, sub), connection: "nobody")).Status);
        Assert.Equal(400, (await TellAsync(at.Provider.GoodLogout("another", sub))).Status);
        Assert.Equal(400, (await at.App.FormAsync("/connect/backchannel/example", null)).Status);
        // A subject of several claims is not in the token: then a session is named, or nothing is.
        await at.ChangeAsync(connection => connection with { SubjectExpression = "{iss}|{sub}" });
        Assert.Equal(400, (await TellAsync(at.Provider.GoodLogout(AtProvider.ClientId, sub))).Status);
        Assert.True(await IsSignedInAsync(browser));
    }
}
