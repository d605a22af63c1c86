using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S019, S020: S256, always.</summary>
public sealed class PkceTests(SharedApp shared) : AppTests(shared)
{
    [Theory]
    [InlineData(null, "S256")]
    [InlineData("", "S256")]
    [InlineData(null, null)]
    [InlineData(Challenge, "plain")]
    [InlineData(Verifier, "plain")]
    [InlineData(Challenge, null)]
    [InlineData(Challenge, "s256")]
    [InlineData(Challenge, "S512")]
    [InlineData(Challenge, "S256 ")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", "S256")]
    [InlineData(Challenge + "A", "S256")]
    [InlineData(Challenge + "=", "S256")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "S256")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw/cM", "S256")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw.cM", "S256")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw~cM", "S256")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c\u00e4", "S256")]
    [InlineData("undefined", "S256")]
    public async Task Anything_but_an_S256_challenge_is_invalid_request_for_confidential_and_public_clients(string? challenge, string? method)
    {
        using var browser = await SignedInAsync();
        foreach (var client in new[] { TestClients.Web, TestClients.Public })
            Expect.Error(await browser.GetAsync(AuthorizeUrl(client, ("code_challenge", challenge), ("code_challenge_method", method)), Ct), "invalid_request");
    }

    [Fact]
    public async Task A_code_without_its_verifier_is_not_redeemed_and_neither_is_it_with_a_wrong_one()
    {
        using var browser = await SignedInAsync();
        foreach (var verifier in new[] { null, "", Challenge, Verifier + "A", Verifier.ToUpperInvariant(), new string('a', 43) })
        {
            foreach (var client in new[] { TestClients.Web, TestClients.Public })
            {
                var back = await browser.GetAsync(AuthorizeUrl(client), Ct);
                Expect.Code(back);
                var answer = await App.RedeemAsync(back, client, ("code_verifier", verifier));
                Assert.Equal(400, answer.Status);
                Assert.Equal("invalid_grant", answer["error"]);
                Assert.Null(answer["access_token"]);
            }
        }
    }

    [Fact]
    public async Task Discovery_lists_only_S256()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        Assert.Equal("""["S256"]""", (await App.SendAsync(request)).Json.GetProperty("code_challenge_methods_supported").GetRawText());
    }
}
