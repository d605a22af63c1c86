using IdentityServer.Domain.Clients;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S013, S014, S016: the registered string, byte for byte; for loopback literals any port.</summary>
public sealed class RedirectUriTests(SharedApp shared) : AppTests(shared)
{
    public static TheoryData<string> Mutations() =>
    [
        // path
        "https://app.example", "https://app.example/", "https://app.example/c", "https://app.example/cbx", "https://app.example/cb.evil.example",
        "https://app.example/cb/", "https://app.example//cb", "https://app.example/./cb", "https://app.example/x/../cb", "https://app.example/cb/../x",
        "https://app.example/cb/..", "https://app.example/cb/..;/x", "https://app.example/..;/cb", "https://app.example/cb;x=1",
        "https://app.example/cb/%2e%2e/x", "https://app.example/cb%2f..%2fx", "https://app.example/%63b", "https://app.example/cb%00", "https://app.example/cb%20",
        "https://app.example/CB", "https://app.example/Cb", "https://app.example/cb/x", "https://app.example/cb\\", "https://app.example\\cb", "https://app.example/cb\\..\\x",
        // query and fragment
        "https://app.example/cb?", "https://app.example/cb?x=1", "https://app.example/cb?code=x&state=y", "https://app.example/cb&x=1", "https://app.example/cb#", "https://app.example/cb#x",
        "https://app.example/cb#@evil.example", "https://app.example/cb?#",
        // host
        "https://APP.example/cb", "https://app.EXAMPLE/cb", "https://app.example./cb", "https://app.example.evil.example/cb", "https://evilapp.example/cb",
        "https://app-example/cb", "https://appxexample/cb", "https://www.app.example/cb", "https://example/cb", "https://app.example:443/cb", "https://app.example:8443/cb",
        "https://app.example:/cb", "https://app.example:0443/cb", "https://\uff41pp.example/cb", "https://\u0430pp.example/cb", "https://xn--pp-8cd.example/cb",
        "https://app\u3002example/cb", "https://app.example\uff0fcb", "https://ap\u00adp.example/cb", "https://app.example%2f@evil.example/cb",
        // user part
        "https://user@app.example/cb", "https://user:pass@app.example/cb", "https://@app.example/cb", "https://app.example@evil.example/cb",
        "https://app.example/cb@evil.example", "https://evil.example@app.example@evil.example/cb", "https://a@b@c@app.example/cb", "https://evil.example\\@app.example/cb",
        "https://evil.example#@app.example/cb", "https://evil.example?@app.example/cb",
        // scheme
        "http://app.example/cb", "HTTPS://app.example/cb", "https:/app.example/cb", "https:app.example/cb", "https:///app.example/cb", "//app.example/cb", "/cb", "cb",
        "javascript:alert(1)//https://app.example/cb", "data:text/html,https://app.example/cb", "file:///app.example/cb", "ftp://app.example/cb", "app.example:/cb",
        // blanks and controls
        " https://app.example/cb", "https://app.example/cb ", "https://app.example/cb\t", "\thttps://app.example/cb", "https://app.ex\tample/cb", "https://app.example/cb\r\n",
        "https://app.example/cb\r\nSet-Cookie: x=1", "https://app.example/cb\n", "https://app.example/cb\0", "https://app.example/\0cb", "https://app.example/cb\u200b", "\ufeffhttps://app.example/cb",
        // several, wildcards, another client's
        "https://app.example/cb https://app.example/cb", "https://app.example/cb,https://evil.example/cb", "https://*.example/cb", "https://app.example/*", TestClients.EvilCallback,
        TestClients.SignedOut, "urn:ietf:wg:oauth:2.0:oob", "postmessage",
    ];

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task Every_other_spelling_of_a_registered_redirect_uri_gets_a_page(string uri)
    {
        using var browser = App.NewBrowser();
        Expect.Page(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("redirect_uri", uri)), Ct));
        // Nor does silence, which promises an answer, open it.
        Expect.Page(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("redirect_uri", uri), ("prompt", "none"), ("response_mode", "fragment")), Ct));
    }

    [Fact]
    public async Task The_registered_string_itself_is_accepted()
    {
        using var browser = await SignedInAsync();
        Expect.Code(await browser.GetAsync(AuthorizeUrl(), Ct));
    }

    [Fact]
    public async Task A_registered_query_stays_and_only_the_whole_string_matches()
    {
        const string registered = "https://app.example/cb?dummy1=lorem&dummy2=ipsum";
        var client = await NewClientAsync([registered]);
        using var browser = await SignedInAsync();
        var answer = await browser.SendRawAsync(AuthorizeUrl(client, ("redirect_uri", registered)));
        Assert.StartsWith(registered + "&code=", answer.Response!.Headers.Location!.OriginalString, StringComparison.Ordinal);
        foreach (var other in new[] { "https://app.example/cb", "https://app.example/cb?dummy2=ipsum&dummy1=lorem", registered + "&x=1", "https://app.example/cb?dummy1=lorem", registered.Replace("lorem", "LOREM", StringComparison.Ordinal) })
            Expect.Page(await browser.GetAsync(AuthorizeUrl(client, ("redirect_uri", other)), Ct));
    }

    [Theory]
    [InlineData("http://127.0.0.1/cb", true)]
    [InlineData("http://127.0.0.1:1/cb", true)]
    [InlineData("http://127.0.0.1:51004/cb", true)]
    [InlineData("http://127.0.0.1:65535/cb", true)]
    [InlineData("http://127.0.0.1:0/cb", false)]
    [InlineData("http://127.0.0.1:65536/cb", false)]
    [InlineData("http://127.0.0.1:/cb", false)]
    [InlineData("http://127.0.0.1:51004/other", false)]
    [InlineData("http://127.0.0.1:51004/cb/", false)]
    [InlineData("http://127.0.0.1:51004/cb?x=1", false)]
    [InlineData("http://127.0.0.1:51004/cb#x", false)]
    [InlineData("http://127.0.0.1:51004@evil.example/cb", false)]
    [InlineData("http://127.0.0.1.evil.example/cb", false)]
    [InlineData("http://127.0.0.1:80.evil.example/cb", false)]
    [InlineData("http://127.0.0.1:+80/cb", false)]
    [InlineData("http://localhost:51004/cb", false)]
    [InlineData("http://127.0.0.2:51004/cb", false)]
    [InlineData("http://127.1:51004/cb", false)]
    [InlineData("http://2130706433/cb", false)]
    [InlineData("http://[::1]:51004/cb", false)]
    [InlineData("https://127.0.0.1:51004/cb", false)]
    [InlineData("http://user@127.0.0.1:51004/cb", false)]
    public async Task For_a_loopback_literal_the_port_may_vary_and_nothing_else(string uri, bool accepted)
    {
        using var browser = await SignedInAsync();
        var page = await browser.GetAsync(AuthorizeUrl(TestClients.Public, ("redirect_uri", uri)), Ct);
        if (!accepted)
        {
            Expect.Page(page);
            return;
        }
        Expect.Code(page);
        Assert.Equal(new Uri(uri).Port, page.Uri.Port);
    }

    [Fact]
    public async Task Localhost_and_https_hosts_do_not_vary_in_port()
    {
        var client = await NewClientAsync(["http://localhost:3000/cb", "https://app.example/cb", "http://[::1]/cb"]);
        using var browser = await SignedInAsync();
        foreach (var uri in new[] { "http://localhost:3001/cb", "http://localhost/cb", "https://app.example:444/cb" })
            Expect.Page(await browser.GetAsync(AuthorizeUrl(client, ("redirect_uri", uri)), Ct));
        Expect.Code(await browser.GetAsync(AuthorizeUrl(client, ("redirect_uri", "http://[::1]:51004/cb")), Ct));
    }

    [Fact]
    public async Task Without_a_redirect_uri_none_is_guessed()
    {
        using var browser = await SignedInAsync();
        foreach (var registered in new string[][] { ["https://app.example/cb"], ["https://app.example/cb", "https://app.example/cb2"], [] })
        {
            var client = await NewClientAsync(registered);
            Expect.Page(await browser.GetAsync(AuthorizeUrl(client, ("redirect_uri", null)), Ct));
            Expect.Page(await browser.GetAsync(AuthorizeUrl(client, ("redirect_uri", "")), Ct));
        }
    }

    [Fact]
    public async Task The_first_uri_ever_seen_is_not_adopted()
    {
        var client = await NewClientAsync([]);
        using var browser = await SignedInAsync();
        for (var i = 0; i < 2; i++) Expect.Page(await browser.GetAsync(AuthorizeUrl(client), Ct));
    }

    /// <summary>S015, as far as there is a way to register: the rule that every way has to pass.</summary>
    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://app.example/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb")]
    [InlineData("https://*.example/cb")]
    [InlineData("https://app.example/*")]
    [InlineData("https://app.example/cb#x")]
    [InlineData("https://app.example/cb#")]
    [InlineData("/cb")]
    [InlineData("//app.example/cb")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("myapp:/cb")]
    [InlineData("https://user@app.example/cb")]
    [InlineData("https://app.example\\@evil.example/cb")]
    [InlineData("https://\u0430pp.example/cb")]
    [InlineData("https://app.example/cb\r\n")]
    [InlineData(" https://app.example/cb")]
    [InlineData("about:blank")]
    [InlineData("blob:https://app.example/x")]
    [InlineData("https:")]
    [InlineData("https://")]
    [InlineData("view-source:https://app.example")]
    public void A_dangerous_uri_may_not_be_registered(string? uri)
    {
        Assert.NotNull(RedirectUris.Problem(uri));
        Assert.NotNull(RedirectUris.WebProblem(uri));
    }

    [Fact]
    public void A_private_scheme_is_for_redirects_and_not_for_links()
    {
        Assert.Null(RedirectUris.Problem("com.example.app:/cb"));
        Assert.NotNull(RedirectUris.WebProblem("com.example.app:/cb"));
    }
}
