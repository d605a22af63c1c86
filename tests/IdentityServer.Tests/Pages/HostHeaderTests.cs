using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Pages;

/// <summary>S081: where a request says it came to changes nothing.</summary>
public sealed class HostHeaderTests(SharedApp shared) : AppTests(shared)
{
    public static TheoryData<string, string> Headers() => new()
    {
        { "Host", "evil.example" },
        { "X-Forwarded-Host", "evil.example" },
        { "X-Forwarded-Proto", "http" },
        { "X-Forwarded-Port", "1234" },
        { "X-Forwarded-Prefix", "/evil" },
        { "X-Forwarded-For", "203.0.113.7" },
        { "X-Original-URL", "/evil" },
        { "X-Rewrite-URL", "/evil" },
        { "Forwarded", "host=evil.example;proto=http" },
        { "X-HTTP-Method-Override", "DELETE" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task Metadata_redirects_cookies_and_tokens_are_the_same_whatever_host_a_request_names(string name, string value)
    {
        using var plain = App.NewBrowser();
        var expected = (await plain.SendRawAsync("/.well-known/openid-configuration")).Body;
        Assert.Equal(expected, (await plain.SendRawAsync("/.well-known/openid-configuration", null, (name, value))).Body);
        Assert.DoesNotContain("evil", (await plain.SendRawAsync("/", null, (name, value))).Body, StringComparison.Ordinal);

        using var browser = App.NewBrowser();
        browser.Headers[name] = value;
        var answer = await browser.SendRawAsync(AuthorizeUrl());
        Assert.StartsWith("/account/login?tx=", answer.Response!.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.All(answer.Response.Headers.GetValues("Set-Cookie"), cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", cookie, StringComparison.Ordinal);
            Assert.Contains("path=/;", cookie, StringComparison.Ordinal);
        });
        var login = await browser.GetAsync(answer.Response.Headers.Location.OriginalString, Ct);
        Assert.DoesNotContain("evil", login.Body, StringComparison.Ordinal);
        var back = await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password);
        Expect.Code(back);
        var tokens = await App.RedeemAsync(back);
        Assert.Equal(IdpApp.Issuer, tokens.Claims().GetProperty("iss").GetString());
        Assert.Equal(IdpApp.Issuer, tokens.Claims("access_token").GetProperty("iss").GetString());
    }
}
