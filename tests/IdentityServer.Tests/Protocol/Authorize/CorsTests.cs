using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S131: no script of another origin reads what the front channel says.</summary>
public sealed class CorsTests(SharedApp shared) : AppTests(shared)
{
    [Theory]
    [InlineData("https://evil.example")]
    [InlineData(TestClients.Origin)]
    [InlineData("null")]
    [InlineData(IdpApp.Issuer)]
    public async Task Authorize_endsession_and_pages_never_speak_CORS(string origin)
    {
        using var browser = await SignedInAsync();
        foreach (var url in new[] { AuthorizeUrl(TestClients.Public), AuthorizeUrl(TestClients.Public, ("prompt", "none")), AuthorizeUrl("nobody"), "/connect/authorize/resume?tx=x",
            "/connect/endsession", "/account/login", "/consent", "/account/logout", "/error", "/" })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Options, HttpMethod.Post, HttpMethod.Head })
            {
                var answer = await browser.SendRawAsync(url, method, ("Origin", origin), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "authorization"));
                Assert.DoesNotContain(answer.Response!.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
                Assert.NotEqual(500, (int)answer.Status);
                if (method == HttpMethod.Options) Assert.NotInRange((int)answer.Status, 200, 399);
            }
        }
    }
}
