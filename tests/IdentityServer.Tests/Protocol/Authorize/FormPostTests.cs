using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S017: what a request says stays text on the page that carries it.</summary>
public sealed class FormPostTests(SharedApp shared) : AppTests(shared)
{
    public static TheoryData<string> Evil() =>
    [
        "'><svg onload=alert(1)>", "\"><script>alert(1)</script>", "</form><form action=https://evil.example>", "\" autofocus onfocus=\"alert(1)", "&quot;><img src=x>", "<!--", "]]>", "{{7*7}}", "\u2028\u2029",
    ];

    [Theory]
    [MemberData(nameof(Evil))]
    public async Task State_is_escaped_and_arrives_as_it_was(string state)
    {
        using var browser = await SignedInAsync();
        foreach (var error in new[] { false, true })
        {
            var url = error ? AuthorizeUrl(TestClients.Web, ("state", state), ("response_mode", "form_post"), ("response_type", "token")) : AuthorizeUrl(TestClients.Web, ("state", state), ("response_mode", "form_post"));
            var page = await browser.GetAsync(url, Ct);
            Assert.Equal(200, (int)page.Status);
            Assert.Equal("utf-8", page.Response!.Content.Headers.ContentType!.CharSet);
            var form = Assert.Single(page.Document.Forms);
            Assert.Equal(TestClients.Callback, form.Action);
            Assert.Equal("post", form.Method);
            Assert.Empty(page.Document.QuerySelectorAll("svg, img, iframe, a, [onload], [onfocus], [autofocus]"));
            Assert.Single(page.Document.Scripts);
            var back = await browser.SubmitAsync(page, form, Nothing, null, Ct);
            if (error) Expect.Error(back, "unsupported_response_type", state);
            else Expect.Code(back, state);
        }
    }

    [Fact]
    public async Task The_page_runs_one_script_by_nonce_and_posts_to_the_registered_origin_only()
    {
        using var browser = await SignedInAsync();
        var page = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("response_mode", "form_post")), Ct);
        var policy = Csp.Of(page);
        Assert.Equal($"'self' {TestClients.Origin}", policy["form-action"]);
        Assert.Contains($"'nonce-{Assert.Single(page.Document.Scripts).GetAttribute("nonce")}'", policy["script-src"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", string.Join(' ', policy.Values), StringComparison.Ordinal);
        var again = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("response_mode", "form_post")), Ct);
        Assert.NotEqual(page.Document.Scripts[0].GetAttribute("nonce"), again.Document.Scripts[0].GetAttribute("nonce"));
        Assert.True(page.Response!.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_registered_uri_with_an_ampersand_is_escaped_too()
    {
        const string uri = "https://app.example/cb?a=1&b='2'";
        var client = await NewClientAsync([uri]);
        using var browser = await SignedInAsync();
        var page = await browser.GetAsync(AuthorizeUrl(client, ("redirect_uri", uri), ("response_mode", "form_post")), Ct);
        Assert.Equal(uri, page.Form().GetAttribute("action"));
    }
}
