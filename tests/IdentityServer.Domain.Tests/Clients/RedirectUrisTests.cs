using IdentityServer.Domain.Clients;
using Xunit;

namespace IdentityServer.Domain.Tests.Clients;

/// <summary>S013 to S015.</summary>
public sealed class RedirectUrisTests
{
    const string Registered = "https://app.example/cb";

    /// <summary>What attackers have made of a registered URI; each one once passed somewhere.</summary>
    public static TheoryData<string> Mutations =>
    [
        "", " ", "https://app.example", "https://app.example/", "https://app.example/c", "https://app.example/cb/", "https://app.example/cbx",
        "https://app.example/cb/../x", "https://app.example/cb/..;/x", "https://app.example/x/../cb", "https://app.example/./cb", "https://app.example//cb",
        "https://app.example/%2e%2e/cb", "https://app.example/cb%2f..%2fx", "https://app.example/%63b", "https://app.example/cb%00", "https://app.example/cb%20",
        "https://app.example/CB", "https://app.example/Cb", "https://APP.example/cb", "https://app.EXAMPLE/cb", "HTTPS://app.example/cb", "Https://app.example/cb",
        "https://app.example:443/cb", "https://app.example:8443/cb", "https://app.example:/cb", "https://app.example./cb", "https://.app.example/cb",
        "https://app.example/cb?", "https://app.example/cb?a=b", "https://app.example/cb#", "https://app.example/cb#x", "https://app.example/cb;x", "https://app.example/cb&x",
        "https://user@app.example/cb", "https://user:pw@app.example/cb", "https://@app.example/cb", "https://app.example@evil.example/cb", "https://app.example/cb@evil.example",
        "https://evil.example@evil.example@app.example/cb", "https://evil.example#@app.example/cb", "https://evil.example?@app.example/cb", "https://evil.example\\@app.example/cb",
        "https:\\\\app.example\\cb", "https://app.example\\cb", "https:/app.example/cb", "https:app.example/cb", "https:///app.example/cb", "//app.example/cb", "/cb", "cb",
        "http://app.example/cb", "ftp://app.example/cb", "javascript:https://app.example/cb", "data:https://app.example/cb", "blob:https://app.example/cb",
        "\thttps://app.example/cb", "https://app.example/cb\t", "https://app.example/cb\r\n", "https://app.example/cb\nLocation: https://evil.example", "https://app.example/\0cb", "https://app.example/cb\0",
        "https://app.example/cb ", " https://app.example/cb", "https://аpp.example/cb", "https://ａpp.example/cb", "https://app。example/cb", "https://app.example/ｃb", "https://xn--pp-7kc.example/cb",
        "https://app.example.evil.example/cb", "https://evilapp.example/cb", "https://appXexample/cb", "https://evil.example/https://app.example/cb", "https://127.0.0.1/cb",
    ];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Only_the_identical_string_is_accepted(string mutation) => Assert.False(RedirectUris.IsRegistered([Registered, "https://other.example/"], mutation));

    [Fact]
    public void Each_registered_string_is_accepted_with_its_query()
    {
        Assert.True(RedirectUris.IsRegistered(["https://other.example/", Registered], Registered));
        Assert.True(RedirectUris.IsRegistered(["https://app.example/cb?a=b"], "https://app.example/cb?a=b"));
        Assert.False(RedirectUris.IsRegistered(["https://app.example/cb?a=b"], "https://app.example/cb"));
        Assert.False(RedirectUris.IsRegistered(["https://app.example/cb?a=b"], "https://app.example/cb?a=b&c=d"));
        Assert.False(RedirectUris.IsRegistered([], Registered));
    }

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:65535/cb")]
    [InlineData("http://127.0.0.1:3000/cb", "http://127.0.0.1:4000/cb")]
    [InlineData("http://127.0.0.1:3000/cb", "http://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1/cb?x=1", "http://127.0.0.1:80/cb?x=1")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:8080")]
    [InlineData("http://[::1]/cb", "http://[::1]:8080/cb")]
    public void The_port_of_a_loopback_literal_may_vary(string registered, string requested) => Assert.True(RedirectUris.IsRegistered([registered], requested));

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8080/other")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8080/cb?x=1")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8080/cb#x")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8080/cb/")]
    [InlineData("http://127.0.0.1/cb", "http://localhost:8080/cb")]
    [InlineData("http://127.0.0.1/cb", "http://[::1]:8080/cb")]
    [InlineData("http://127.0.0.1/cb", "https://127.0.0.1:8080/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.2:8080/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:0/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:123456/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:-1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:+80/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1: 80/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:٨٠/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1@evil.example/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1.evil.example/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:80.evil.example/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:80\\@evil.example/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb", "http://127.0.0.1.evil.example:1/cb")]
    [InlineData("http://localhost/cb", "http://localhost:8080/cb")]
    [InlineData("https://app.example/cb", "https://app.example:8080/cb")]
    [InlineData("https://127.0.0.1/cb", "https://127.0.0.1:8080/cb")]
    public void Nothing_else_may_vary_nor_anywhere_else(string registered, string requested) => Assert.False(RedirectUris.IsRegistered([registered], requested));

    [Theory]
    [InlineData("https://app.example/cb")]
    [InlineData("https://app.example:8443/cb?a=b")]
    [InlineData("https://app.example")]
    [InlineData("http://localhost:3000/cb")]
    [InlineData("http://127.0.0.1/cb")]
    [InlineData("http://[::1]/cb")]
    [InlineData("com.example.app:/cb")]
    [InlineData("com.example.app://host/cb")]
    public void These_may_be_registered(string uri) => Assert.Null(RedirectUris.Problem(uri));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/cb")]
    [InlineData("app.example/cb")]
    [InlineData("//app.example/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("java.Script:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("blob:https://app.example/x")]
    [InlineData("about:blank")]
    [InlineData("myapp:/cb")]
    [InlineData("myapp://cb")]
    [InlineData("http://app.example/cb")]
    [InlineData("http://localhost.evil.example/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb")]
    [InlineData("http://127.0.0.1@evil.example/cb")]
    [InlineData("HTTP://localhost/cb")]
    [InlineData("HTTPS://app.example/cb")]
    [InlineData("https://*.example/cb")]
    [InlineData("https://app.example/*")]
    [InlineData("https://app.example/cb#x")]
    [InlineData("https://app.example/cb#")]
    [InlineData("https://user@app.example/cb")]
    [InlineData("https://@app.example/cb")]
    [InlineData("https://:@app.example/cb")]
    [InlineData("https://app.example\\cb")]
    [InlineData("https://app.example/c b")]
    [InlineData("https://app.example/\"><svg>")]
    [InlineData("https://app.example/cb\r\nX: y")]
    [InlineData("https://äpp.example/cb")]
    [InlineData("https://app;default-src/cb")]
    [InlineData("https://a,b/cb")]
    [InlineData("https:/app.example/cb")]
    [InlineData("https:app.example/cb")]
    [InlineData("https:///cb")]
    [InlineData("https://")]
    public void These_may_not_and_are_told_why(string? uri) => Assert.NotNull(RedirectUris.Problem(uri));

    // On Unix System.Uri takes these for file URIs.
    [Theory]
    [InlineData("/cb")]
    [InlineData("//a.example:80/cb")]
    [InlineData("cb")]
    [InlineData(":")]
    public void A_path_is_no_absolute_URI(string uri) => Assert.Equal("must be an absolute URI such as https://app.example.com", RedirectUris.Problem(uri));

    [Theory]
    [InlineData("https://app.example/logo.png", true)]
    [InlineData("http://localhost:3000/logo.png", true)]
    [InlineData("com.example.app:/x", false)]
    [InlineData("http.evil:/x", false)]
    [InlineData("https.evil://x/y", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:image/svg+xml,x", false)]
    [InlineData(null, false)]
    public void Links_that_are_shown_are_web_links(string? uri, bool fine) => Assert.Equal(fine, RedirectUris.WebProblem(uri) is null);

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://app.example:8443", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://app.example/", false)]
    [InlineData("https://app.example/x", false)]
    [InlineData("https://app.example:443", false)]
    [InlineData("https://App.example", false)]
    [InlineData("https://@app.example", false)]
    [InlineData("http://app.example", false)]
    [InlineData("https.evil://x", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    public void An_origin_stands_as_browsers_send_it(string origin, bool fine) => Assert.Equal(fine, RedirectUris.OriginProblem(origin) is null);

    [Fact]
    public void The_origins_of_web_pages_are_told_as_browsers_send_them() =>
        Assert.Equal(["https://app.example", "https://app.example:8443", "http://127.0.0.1"],
            RedirectUris.OriginsOf(["https://app.example:443/cb?x=1", "https://app.example:8443/", "com.example.app:/cb", "http://127.0.0.1/cb"]));
}
