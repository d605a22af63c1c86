using IdentityServer.Domain.Clients;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Pages;

/// <summary>S079, S080: what every HTML answer says of itself, errors included.</summary>
public sealed class PageHeadersTests(SharedApp shared) : AppTests(shared)
{
    [Fact]
    public async Task Every_page_forbids_frames_foreign_scripts_sniffing_referrers_and_caches()
    {
        using var browser = await SignedInAsync();
        using var cold = App.NewBrowser();
        var login = await cold.GetAsync(AuthorizeUrl(), Ct);
        var consent = await browser.GetAsync(AuthorizeUrl(await NewClientAsync(consent: ConsentPolicy.Always)), Ct);
        WebPage[] pages =
        [
            login, consent,
            await cold.SignInAsync(login, IdpApp.Alice, "wrong"),
            await browser.GetAsync("/", Ct),
            await browser.GetAsync("/keys", Ct),
            await browser.GetAsync("/account/login", Ct),
            await browser.GetAsync("/account/logout", Ct),
            await browser.GetAsync("/account/signed-out", Ct),
            await browser.GetAsync("/error", Ct),
            await browser.GetAsync("/consent?tx=x", Ct),
            await browser.GetAsync("/nowhere", Ct),
            await browser.GetAsync("/connect/nowhere", Ct),
            await browser.GetAsync("/connect/authorize", Ct),
            await browser.GetAsync("/connect/authorize/resume", Ct),
            await browser.GetAsync("/connect/endsession?id_token_hint=x", Ct),
            await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("response_mode", "form_post")), Ct),
            await browser.PostRawAsync("/account/login", [("Username", "x")]),
            await browser.PostRawAsync("/account/logout", [("action", "logout")], ("Sec-Fetch-Site", "cross-site")),
        ];
        foreach (var page in pages)
        {
            Assert.True(page.Response!.Content.Headers.ContentType?.MediaType == "text/html", page.ToString());
            var headers = page.Response.Headers;
            string One(string name) => headers.TryGetValues(name, out var values) ? Assert.Single(values) : throw new InvalidOperationException($"No {name} on {page}");
            var policy = Csp.Of(page);
            Assert.Equal("'none'", policy["default-src"]);
            Assert.Equal("'none'", policy["frame-ancestors"]);
            Assert.Equal("'none'", policy["object-src"]);
            Assert.Equal("'none'", policy["base-uri"]);
            Assert.StartsWith("'self'", policy["form-action"], StringComparison.Ordinal);
            Assert.Matches("'nonce-[0-9a-f]{32}'", policy["script-src"]);
            Assert.DoesNotContain("unsafe", string.Join(' ', policy.Values), StringComparison.Ordinal);
            Assert.DoesNotContain("*", string.Join(' ', policy.Values), StringComparison.Ordinal);
            Assert.Equal("DENY", One("X-Frame-Options"));
            Assert.Equal("nosniff", One("X-Content-Type-Options"));
            Assert.Equal("no-referrer", One("Referrer-Policy"));
            Assert.Equal("same-origin", One("Cross-Origin-Opener-Policy"));
            Assert.Matches("^max-age=[0-9]{8,}", One("Strict-Transport-Security"));
            Assert.True(headers.CacheControl!.NoStore);
            Assert.False(headers.Contains("Server"));
            Assert.False(headers.Contains("X-Powered-By"));
            // Nothing inline that the policy would have to allow.
            Assert.Empty(page.Document.QuerySelectorAll("[style], style, [onclick], [onload], [onerror], [onsubmit], script:not([src]):not([nonce])"));
        }
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_TLS_pages_work_and_still_ask_for_https()
    {
        using var answer = await App.Http.GetAsync(new Uri("http://idp.test/account/login"), Ct);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Form_targets_name_only_the_client_this_page_leads_to()
    {
        using var browser = App.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(), Ct);
        Assert.Equal($"'self' {TestClients.Origin}", Csp.Of(login)["form-action"]);
        Assert.Equal("'self'", Csp.Of(await browser.GetAsync("/account/login", Ct))["form-action"]);
        var native = await NewClientAsync(["com.example.app:/cb"]);
        Assert.Equal("'self' com.example.app:", Csp.Of(await browser.GetAsync(AuthorizeUrl(native, ("redirect_uri", "com.example.app:/cb")), Ct))["form-action"]);
    }

    [Fact]
    public async Task What_others_named_is_shown_as_text()
    {
        const string evil = "<img src=x onerror=alert(1)>\u202e\"'";
        var client = await NewClientAsync(consent: ConsentPolicy.Always, name: evil);
        var user = await App.AddUserAsync($"<b>{Guid.CreateVersion7():n}</b>");
        using var browser = App.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(client, ("login_hint", "\"><script>alert(1)</script>")), Ct);
        Assert.Empty(login.Document.QuerySelectorAll("img[src=x], script"));
        Assert.Equal("\"><script>alert(1)</script>", login.Document.QuerySelector("#Username")!.GetAttribute("value"));
        Assert.Contains(evil, login.Text(".lede"), StringComparison.Ordinal);
        var consent = await browser.SignInAsync(login, user.Username, IdpApp.Password);
        Assert.Empty(consent.Document.QuerySelectorAll("img[src=x], b, script"));
        Assert.Contains(user.Username, consent.Document.Body!.TextContent, StringComparison.Ordinal);
        var failed = await browser.SignInAsync(await browser.GetAsync("/account/login", Ct), "\"><svg onload=1>", "x");
        Assert.Empty(failed.Document.QuerySelectorAll("[onload]"));
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/account")]
    [InlineData("/connect/nowhere")]
    [InlineData("/.well-known/nowhere")]
    [InlineData("/demo")]
    [InlineData("/Account/Login/x")]
    [InlineData("/%2e%2e/etc/passwd")]
    [InlineData("/<script>alert(1)</script>")]
    public async Task An_unknown_address_is_a_friendly_page_for_people_and_a_bare_404_for_programs(string path)
    {
        using var browser = App.NewBrowser();
        var page = await browser.GetAsync(path, Ct);
        Expect.Page(page, 404);
        Assert.Contains("There is no page at this address", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Body, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var bare = await App.SendAsync(request);
        Assert.Equal(404, bare.Status);
        Assert.Equal("", bare.Body);
    }
}
