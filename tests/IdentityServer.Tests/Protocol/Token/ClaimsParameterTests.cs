using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Token;

/// <summary>OIDC Core §5.5: claims asked for by name, and the acr that has to be met.</summary>
public sealed class ClaimsParameterTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    [Fact]
    public async Task An_essential_claim_comes_from_userinfo_with_scope_openid_alone()
    {
        var tokens = (await RedeemAsync("""{"userinfo":{"email":{"essential":true},"preferred_username":null}}""")).Grants();
        Assert.False(tokens.Claims().TryGetProperty("email", out _));
        var info = await app.UserInfoAsync(tokens.AccessToken);
        Assert.Equal(["email", "preferred_username", "sub"], info.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("alice@example.test", info["email"]);
    }

    [Fact]
    public async Task A_claim_for_the_id_token_comes_there_and_stays_with_the_refreshed_one()
    {
        var tokens = (await RedeemAsync("""{"id_token":{"email":null,"email_verified":{"essential":true}}}""", "openid offline_access")).Grants();
        Assert.Equal("alice@example.test", tokens.Claims().GetProperty("email").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.True, tokens.Claims().GetProperty("email_verified").ValueKind);
        Assert.Equal(["sub"], (await app.UserInfoAsync(tokens.AccessToken)).Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("alice@example.test", (await app.RefreshAsync(tokens.RefreshToken)).Claims().GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_person_is_asked_for_what_the_client_asks_by_name()
    {
        const string claims = """{"userinfo":{"email":null}}""";
        var ct = TestContext.Current.CancellationToken;
        using var browser = app.NewBrowser();
        // Signs in and agrees to be known, to nothing else.
        Assert.True((await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Asking, ("scope", "openid")))).IsAtClient);
        var consent = await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("scope", "openid"), ("claims", claims)), ct);
        Assert.Equal("/consent", consent.Uri.AbsolutePath);
        Assert.Contains("Your email address", consent.Text(".scopes"), StringComparison.Ordinal);
        var back = await browser.SubmitAsync(consent, "form", new Dictionary<string, string>(), "consent-allow", ct);
        Assert.Equal("alice@example.test", (await app.UserInfoAsync((await app.RedeemAsync(back, TestClients.Asking)).AccessToken))["email"]);
        Assert.True((await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("scope", "openid"), ("claims", claims), ("prompt", "none")), ct)).IsAtClient);
    }

    [Fact]
    public async Task What_we_do_not_know_is_left_out_and_harms_nothing()
    {
        var tokens = (await RedeemAsync("""{"userinfo":{"foobar":null,"sub":null,"constructor":{"essential":true}},"id_token":{"password_hash":null,"iss":{"value":"evil"},"aud":null},"extra":1}""")).Grants();
        Assert.Equal(IdpApp.Issuer, tokens.Claims().GetProperty("iss").GetString());
        Assert.False(tokens.Claims().TryGetProperty("password_hash", out _));
        Assert.Equal(["sub"], (await app.UserInfoAsync(tokens.AccessToken)).Json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task A_claim_that_no_registered_scope_covers_is_not_opened()
    {
        using var browser = app.NewBrowser();
        var url = AuthorizeUrl(TestClients.Public, ("claims", """{"userinfo":{"phone_number":null,"email":null},"id_token":{"address":null}}"""));
        var tokens = (await app.RedeemAsync(await browser.AuthorizeAsync(url), TestClients.Public)).Grants();
        Assert.False(tokens.Claims().TryGetProperty("address", out _));
        Assert.Equal(["sub", "email"], (await app.UserInfoAsync(tokens.AccessToken)).Json.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"urn:idp:acr:password"}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:other","urn:idp:acr:password"]}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true}}}""")]
    [InlineData("""{"id_token":{"acr":{"value":"urn:other"}}}""")]
    [InlineData("""{"id_token":{"acr":null}}""")]
    public async Task An_acr_that_is_met_or_voluntary_is_returned(string claims) =>
        Assert.Equal("urn:idp:acr:password", (await RedeemAsync(claims)).Grants().Claims().GetProperty("acr").GetString());

    [Theory]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"urn:other"}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:a","urn:b"]}}}""")]
    public async Task An_essential_acr_that_cannot_be_met_is_a_failed_authentication(string claims)
    {
        using var browser = app.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: ("claims", claims)));
        Assert.Equal(("unmet_authentication_requirements", "af0ifjsldkj", IdpApp.Issuer), (back["error"], back["state"], back["iss"]));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("1e999")]
    [InlineData("null")]
    [InlineData("{\"userinfo\":[]}")]
    [InlineData("{\"userinfo\":{\"email\":1e999}}")]
    [InlineData("{\"userinfo\":{\"email\":true}}")]
    [InlineData("{\"userinfo\":{},\"userinfo\":{}}")]
    [InlineData("{\"userinfo\":{\"\\ud800\":null}}")]
    [InlineData("{\"id_token\":\"email\"}")]
    public async Task Malformed_claims_are_refused(string claims)
    {
        using var browser = app.NewBrowser();
        Assert.Equal("invalid_request", (await browser.AuthorizeAsync(AuthorizeUrl(changes: ("claims", claims))))["error"]);
    }

    [Fact]
    public async Task Deep_and_long_claims_are_refused()
    {
        using var browser = app.NewBrowser();
        var deep = "{\"userinfo\":{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 700)) + "1" + new string('}', 702);
        var many = "{\"userinfo\":{" + string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"c{i}\":null")) + "}}";
        foreach (var claims in (string[])[deep, many, "{\"userinfo\":{\"" + new string('a', 5000) + "\":null}}"])
            Assert.Equal("invalid_request", (await browser.AuthorizeAsync(AuthorizeUrl(changes: ("claims", claims))))["error"]);
    }

    async Task<Answer> RedeemAsync(string claims, string scope = "openid")
    {
        using var browser = app.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: [("claims", claims), ("scope", scope)]));
        Assert.True(back.IsAtClient, back.ToString());
        return await app.RedeemAsync(back);
    }
}
