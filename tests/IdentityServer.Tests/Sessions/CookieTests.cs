using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Sessions;

/// <summary>S073, S074: what our cookies are, and that none of them is worth planting.</summary>
public sealed class CookieTests(SharedApp shared) : AppTests(shared)
{
    const string Session = "__Host-idp-session";
    const string Flow = "__Host-idp-browser";
    const string Form = "__Host-idp-form";

    static void Plant(Browser browser, string name, string value) => browser.Cookies.Store(new(IdpApp.Issuer), $"{name}={value}; Path=/; Secure");

    [Fact]
    public async Task Every_cookie_is_host_only_secure_unreadable_by_scripts_same_site_small_and_opaque()
    {
        using var browser = App.NewBrowser();
        List<string> seen = [];
        async Task<WebPage> Watch(Task<WebPage> sending)
        {
            var page = await sending;
            if (page.Response!.Headers.TryGetValues("Set-Cookie", out var lines)) seen.AddRange(lines);
            return page;
        }

        var client = await NewClientAsync(consent: ConsentPolicy.Always);
        var next = (await Watch(browser.SendRawAsync(AuthorizeUrl(client)))).Response!.Headers.Location!.OriginalString;
        var login = await Watch(browser.SendRawAsync(next));
        var signed = await Watch(browser.PostRawAsync(next, [("__RequestVerificationToken", Expect.FormToken(login)), ("Username", IdpApp.Alice), ("Password", IdpApp.Password)]));
        next = (await Watch(browser.SendRawAsync(signed.Response!.Headers.Location!.OriginalString))).Response!.Headers.Location!.OriginalString;
        var consent = await Watch(browser.SendRawAsync(next));
        await Watch(browser.PostRawAsync(next, [("__RequestVerificationToken", Expect.FormToken(consent)), ("action", "deny")]));
        var logout = await Watch(browser.SendRawAsync("/account/logout"));
        await Watch(browser.PostRawAsync("/account/logout", [("__RequestVerificationToken", Expect.FormToken(logout)), ("action", "logout")]));

        Assert.Equal([Flow, Form, Session], seen.Select(line => line.Split('=')[0]).Distinct().Order(StringComparer.Ordinal));
        foreach (var line in seen)
        {
            var flags = line.Split(';', StringSplitOptions.TrimEntries)[1..].Select(flag => flag.ToLowerInvariant()).ToArray();
            Assert.Contains("secure", flags);
            Assert.Contains("httponly", flags);
            Assert.Contains("path=/", flags);
            Assert.Contains("samesite=lax", flags);
            Assert.DoesNotContain(flags, flag => flag.StartsWith("domain", StringComparison.Ordinal));
            Assert.InRange(line.Length, 1, 4096);
            var value = line.Split(';')[0].Split('=', 2)[1];
            // 128 bits at least; the expired session cookie has no value.
            if (value.Length > 0) Assert.InRange(WebEncoders.Base64UrlDecode(value).Length, 16, 4096);
        }
        Assert.Null(browser.Cookies.Find(Session));
    }

    [Fact]
    public async Task Signing_in_makes_a_new_session_cookie_whatever_was_planted_before()
    {
        var planted = Handle.New().Reveal();
        using var browser = App.NewBrowser();
        Plant(browser, Session, planted);
        Expect.Code(await browser.AuthorizeAsync(AuthorizeUrl()));
        Assert.NotEqual(planted, browser.Cookies.Find(Session));
        using var thief = App.NewBrowser();
        Plant(thief, Session, planted);
        Assert.False(await IsSignedInAsync(thief));
    }

    [Fact]
    public async Task A_planted_live_session_of_somebody_else_ends_when_the_victim_signs_in_over_it()
    {
        using var thief = await SignedInAsync(IdpApp.Bob);
        var planted = thief.Cookies.Find(Session)!;
        using var victim = App.NewBrowser();
        Plant(victim, Session, planted);
        var tokens = await App.RedeemAsync(await victim.AuthorizeAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login"))));
        Assert.NotEqual(planted, victim.Cookies.Find(Session));
        Assert.False(await IsSignedInAsync(thief));
        Assert.True(await IsSignedInAsync(victim));
        Assert.NotNull(tokens.Claims().GetProperty("sid").GetString());
    }

    [Fact]
    public async Task Proving_oneself_again_changes_the_cookie_and_kills_the_old_one()
    {
        using var browser = await SignedInAsync();
        var old = browser.Cookies.Find(Session)!;
        Expect.Code(await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login"))));
        Assert.NotEqual(old, browser.Cookies.Find(Session));
        using var replay = App.NewBrowser();
        Plant(replay, Session, old);
        Assert.False(await IsSignedInAsync(replay));
    }

    [Fact]
    public async Task A_planted_flow_cookie_gives_the_one_who_planted_it_nothing_of_the_victims()
    {
        using var thief = App.NewBrowser();
        var started = await thief.GetAsync(AuthorizeUrl(TestClients.Evil), Ct);
        using var victim = App.NewBrowser();
        Plant(victim, Flow, thief.Cookies.Find(Flow)!);
        Expect.Code(await victim.AuthorizeAsync(AuthorizeUrl()));

        // The victim's own flow is over, the thief's own still wants a sign-in, and there is no session to be had.
        Expect.LoginPage(await thief.GetAsync("/connect/authorize/resume" + started.Uri.Query, Ct));
        Assert.False(await IsSignedInAsync(thief));
    }

    [Fact]
    public async Task Two_tabs_of_one_browser_may_be_under_way_at_once()
    {
        using var browser = App.NewBrowser();
        var first = await browser.GetAsync(AuthorizeUrl(), Ct);
        var second = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("state", "second")), Ct);
        Expect.Code(await browser.SignInAsync(first, IdpApp.Alice, IdpApp.Password));
        Expect.Code(await browser.GetAsync("/connect/authorize/resume" + second.Uri.Query, Ct), "second");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00")]
    [InlineData("../../etc/passwd")]
    public async Task A_cookie_that_is_wrong_in_any_way_counts_as_none(string value)
    {
        foreach (var name in new[] { Session, Flow, Form })
        {
            using var browser = App.NewBrowser();
            Plant(browser, name, value);
            Assert.False(await IsSignedInAsync(browser));
            var login = await browser.GetAsync(AuthorizeUrl(), Ct);
            Expect.LoginPage(login);
            Expect.Code(await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password));
        }
    }

    [Fact]
    public async Task One_kind_of_cookie_does_not_stand_in_for_another()
    {
        using var browser = await SignedInAsync();
        using var confused = App.NewBrowser();
        Plant(confused, Session, browser.Cookies.Find(Flow)!);
        Plant(confused, Flow, browser.Cookies.Find(Session)!);
        Assert.False(await IsSignedInAsync(confused));
    }
}
