using System.Diagnostics;
using IdentityServer.Domain.Connections;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>Logging in with another product, unmodified: its pages and cookies, its keys, its sessions, and its bad days.</summary>
public sealed class UpstreamLoginTests(AtUpstream at) : IClassFixture<AtUpstream>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static string NewSub() => $"sub-{Guid.CreateVersion7():n}";

    async Task<string> PersonAsync()
    {
        var sub = NewSub();
        await at.Upstream.PersonAsync(new { sub, email = $"{sub}@upstream.example", email_verified = true, name = "Änne Müller", picture = "javascript:alert(1)" }, Ct);
        return sub;
    }

    static async Task<bool> IsSignedInAsync(Browser browser) =>
        (await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))["code"] is not null;

    [Theory]
    [InlineData(UpstreamAuthMethod.ClientSecretBasic, "RS256")]
    [InlineData(UpstreamAuthMethod.ClientSecretPost, "ES256")]
    [InlineData(UpstreamAuthMethod.PrivateKeyJwt, "RS256")]
    public async Task A_new_user_comes_in_and_is_the_same_the_next_time(UpstreamAuthMethod method, string alg)
    {
        await at.RegisterAsync(method, alg);
        var sub = await PersonAsync();
        using var browser = at.NewBrowser();
        var first = await at.TokensAsync(browser, ("scope", "openid profile email"));
        var info = await at.App.UserInfoAsync(first.AccessToken);
        Assert.Equal(("Änne Müller", $"{sub}@upstream.example", "True", null), (info["name"], info["email"], info["email_verified"], info["picture"]));
        Assert.Equal((await at.IdentityAsync(sub)).User.Id.Value, info["sub"]);

        using var another = at.NewBrowser();
        Assert.Equal(info["sub"], (await at.TokensAsync(another)).Claims().GetProperty("sub").GetString());
        await at.RegisterAsync();
    }

    [Fact]
    public async Task New_keys_there_count_here_within_30_seconds_whether_the_old_ones_stay_or_go()
    {
        foreach (var keep in (bool[])[true, false])
        {
            await PersonAsync();
            using var before = at.NewBrowser();
            await at.TokensAsync(before);
            await at.Upstream.RotateAsync(keep, Ct);
            await at.WaitAsync(TimeSpan.FromSeconds(30));
            using var after = at.NewBrowser();
            await at.TokensAsync(after);
            Assert.True(await IsSignedInAsync(before));
        }
    }

    [Fact]
    public async Task What_the_application_wants_is_asked_there()
    {
        var sub = await PersonAsync();
        using var browser = at.NewBrowser();
        await at.TokensAsync(browser);
        await at.WaitAsync(TimeSpan.FromMinutes(10));
        var proven = await at.TokensAsync(browser, ("prompt", "login"), ("login_hint", sub), ("acr_values", "urn:example:gold"), ("ui_locales", "de"));
        var asked = await at.Upstream.AskedAsync(Ct);
        Assert.Equal(("login", sub, "urn:example:gold", "de"), (asked["prompt"], asked["login_hint"], asked["acr_values"], asked["ui_locales"]));
        Assert.InRange(at.App.Clock.Now.ToUnixTimeSeconds() - proven.Claims().GetProperty("auth_time").GetInt64(), -5, 60);

        await at.WaitAsync(TimeSpan.FromMinutes(10));
        proven = await at.TokensAsync(browser, ("max_age", "120"));
        Assert.Equal("120", (await at.Upstream.AskedAsync(Ct))["max_age"]);
        Assert.InRange(at.App.Clock.Now.ToUnixTimeSeconds() - proven.Claims().GetProperty("auth_time").GetInt64(), -5, 120);
    }

    /// <summary>Nobody is asked there again who is logged in there; an application that cares learns when that was.</summary>
    [Fact]
    public async Task When_somebody_logged_in_there_is_when_they_logged_in_here()
    {
        await PersonAsync();
        using var browser = at.NewBrowser();
        await at.TokensAsync(browser);
        var since = at.App.Clock.Now.ToUnixTimeSeconds();
        await at.WaitAsync(TimeSpan.FromHours(1));
        // Signed out here alone.
        foreach (var cookie in browser.Cookies.All.Where(cookie => cookie.Host == "idp.test")) browser.Cookies.Store(new(IdpApp.Issuer), $"{cookie.Name}=; Path=/; Secure; Max-Age=0");
        Assert.False(await IsSignedInAsync(browser));
        var tokens = await at.TokensAsync(browser, ("max_age", "7200"));
        Assert.InRange(tokens.Claims().GetProperty("auth_time").GetInt64() - since, -30, 30);
    }

    [Fact]
    public async Task Who_is_refused_there_is_told_so_on_the_login_page()
    {
        await at.Upstream.PersonAsync(new { error = "access_denied", error_description = "<b>own3d</b>" }, Ct);
        using var browser = at.NewBrowser();
        var page = await AtUpstream.LogInAsync(browser);
        Expect.LoginPage(page);
        Assert.Contains("Provider up", page.Text("#login-notice"), StringComparison.Ordinal);
        Assert.DoesNotContain("own3d", page.Body, StringComparison.Ordinal);
        Expect.Code(await browser.SignInAsync(page, IdpApp.Alice, IdpApp.Password));
    }

    [Fact]
    public async Task While_it_is_down_people_are_told_so_and_come_in_otherwise()
    {
        await PersonAsync();
        using var browser = at.NewBrowser();
        browser.StopAt = url => url.Authority == at.Upstream.Authority || url.Host == "app.example";
        var sent = await AtUpstream.LogInAsync(browser);
        Assert.True(sent.IsAtClient, sent.ToString());
        using var there = new Browser(new(at.Upstream.Issuer));
        var back = await there.GetAsync(sent.Uri.ToString(), Ct);
        await at.Upstream.DownAsync(Ct);
        try
        {
            var page = await browser.GetAsync(back.Uri.ToString(), Ct);
            Expect.LoginPage(page);
            Assert.Contains("does not answer", page.Text("#login-notice"), StringComparison.Ordinal);
            Expect.Code(await browser.SignInAsync(page, IdpApp.Alice, IdpApp.Password));
        }
        finally
        {
            await at.Upstream.UpAsync(Ct);
        }
    }

    /// <summary>One provider hangs when it is to redeem a code, another before anything is known of it. Nobody else notices.</summary>
    [Fact]
    public async Task A_provider_that_hangs_costs_its_people_six_seconds_and_others_nothing()
    {
        await PersonAsync();
        await at.Upstream.HangAsync("token", 30, Ct);
        at.Other.Instead[ScriptedProvider.DiscoveryPath] = http => Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted);
        try
        {
            var hanging = new[] { AtUpstream.Id, AtUpstream.Unasked }.Select(async hint =>
            {
                using var browser = at.NewBrowser();
                var waited = Stopwatch.StartNew();
                var page = await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("idp_hint", hint)), Ct);
                Expect.LoginPage(page);
                Assert.Contains($"Provider {hint} does not answer", page.Text("#login-notice"), StringComparison.Ordinal);
                Assert.True(waited.Elapsed < TimeSpan.FromSeconds(7), $"{hint}: {waited.Elapsed}");
                Expect.Code(await browser.SignInAsync(page, IdpApp.Alice, IdpApp.Password));
            }).ToArray();
            var others = Stopwatch.StartNew();
            for (var i = 0; i < 5; i++)
            {
                using var browser = at.App.NewBrowser();
                Expect.Code(await browser.AuthorizeAsync(OidcCalls.AuthorizeUrl()));
            }
            Assert.True(others.Elapsed < TimeSpan.FromSeconds(3), $"others: {others.Elapsed}");
            Assert.All(hanging, one => Assert.False(one.IsCompleted));
            await Task.WhenAll(hanging);
        }
        finally
        {
            await at.Upstream.HangAsync("token", 0, Ct);
            at.Other.Reset();
        }
    }
}
