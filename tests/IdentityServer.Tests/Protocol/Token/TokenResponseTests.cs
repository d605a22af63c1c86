using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Token;

/// <summary>S037, conformance 32 to 34: what a token response and its tokens contain, to the letter.</summary>
public sealed class TokenResponseTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    [Fact]
    public async Task The_response_has_these_members_and_is_not_cached()
    {
        var tokens = (await app.TokensAsync(scope: "openid offline_access cart")).Grants();
        Assert.Equal(["access_token", "token_type", "expires_in", "id_token", "refresh_token", "scope"], tokens.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(300, tokens.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("openid offline_access cart", tokens["scope"]);
        Assert.Equal("no-cache", tokens.Headers.Pragma.ToString());
        Assert.Equal("nosniff", tokens.Headers.GetValues("X-Content-Type-Options").Single());

        var next = (await app.RefreshAsync(tokens.RefreshToken)).Grants();
        Assert.Equal(tokens.Json.EnumerateObject().Select(member => member.Name), next.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("no-cache", next.Headers.Pragma.ToString());
    }

    [Fact]
    public async Task The_id_token_has_exactly_these_claims()
    {
        var tokens = await app.TokensAsync(scope: "openid profile email");
        var header = Header(tokens["id_token"]!);
        Assert.Equal(("RS256", "JWT"), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString()));

        var claims = tokens.Claims();
        var now = app.Clock.Now.ToUnixTimeSeconds();
        Assert.Equal(["acr", "amr", "at_hash", "aud", "auth_time", "exp", "iat", "iss", "nonce", "sid", "sub"], Names(claims));
        Assert.Equal(IdpApp.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(TestClients.Web, claims.GetProperty("aud").GetString());
        Assert.Equal("n-0S6_WzA2Mj", claims.GetProperty("nonce").GetString());
        Assert.Equal(now, claims.GetProperty("iat").GetInt64());
        Assert.Equal(now + 3600, claims.GetProperty("exp").GetInt64());
        Assert.Equal(now, claims.GetProperty("auth_time").GetInt64());
        Assert.Equal("urn:idp:acr:password", claims.GetProperty("acr").GetString());
        Assert.Equal(["pwd"], claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString()));
        // OIDC Core §3.1.3.6, with RS256's hash.
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(tokens.AccessToken)).AsSpan(0, 16)), claims.GetProperty("at_hash").GetString());
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    public async Task The_id_token_is_signed_as_the_client_registered_it(string algorithm)
    {
        var id = $"alg-{algorithm}";
        var client = TestClients.Confidential(id, app.Clock.Now);
        await app.SaveAsync(new()
        {
            PoolId = client.PoolId,
            Id = client.Id,
            Name = id,
            Credentials = client.Credentials,
            RedirectUris = client.RedirectUris,
            Scope = client.Scope,
            Consent = client.Consent,
            IdTokenAlgorithm = algorithm,
            CreatedAt = client.CreatedAt,
        });
        var tokens = await app.TokensAsync(id, "openid");
        Assert.Equal(algorithm, Header(tokens["id_token"]!).GetProperty("alg").GetString());
        var token = Encoding.ASCII.GetBytes(tokens.AccessToken);
        // Ed25519 hashes with SHA-512.
        var half = algorithm == "EdDSA" ? SHA512.HashData(token).AsSpan(0, 32) : SHA256.HashData(token).AsSpan(0, 16);
        Assert.Equal(Base64Url.EncodeToString(half), tokens.Claims().GetProperty("at_hash").GetString());
    }

    [Fact]
    public async Task The_id_token_without_a_nonce_in_the_request_has_none()
    {
        using var browser = app.NewBrowser();
        var tokens = await app.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl(changes: ("nonce", null))));
        Assert.False(tokens.Claims().TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task The_access_token_has_exactly_the_claims_of_rfc_9068()
    {
        var tokens = await app.TokensAsync(scope: "openid cart");
        var header = Header(tokens.AccessToken);
        Assert.Equal("at+jwt", header.GetProperty("typ").GetString());
        Assert.Equal("ES256", header.GetProperty("alg").GetString());
        Assert.NotNull(header.GetProperty("kid").GetString());

        var (claims, id, now) = (tokens.Claims("access_token"), tokens.Claims(), app.Clock.Now.ToUnixTimeSeconds());
        Assert.Equal(["acr", "aud", "auth_time", "client_id", "exp", "iat", "iss", "jti", "scope", "sid", "sub"], Names(claims));
        Assert.Equal(IdpApp.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(TestClients.Web, claims.GetProperty("client_id").GetString());
        Assert.Equal(id.GetProperty("sub").GetString(), claims.GetProperty("sub").GetString());
        Assert.Equal(id.GetProperty("sid").GetString(), claims.GetProperty("sid").GetString());
        Assert.Equal([now, now + 300, now], [claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64(), claims.GetProperty("auth_time").GetInt64()]);
        Assert.Equal("openid cart", claims.GetProperty("scope").GetString());
        Assert.Equal(JsonValueKind.String, claims.GetProperty("sub").ValueKind);
    }

    [Fact]
    public async Task The_sub_is_stable_and_jti_and_tokens_are_not()
    {
        var (first, second) = (await app.TokensAsync(), await app.TokensAsync());
        Assert.Equal(first.Claims().GetProperty("sub").GetString(), second.Claims().GetProperty("sub").GetString());
        Assert.NotEqual(first.Claims("access_token").GetProperty("jti").GetString(), second.Claims("access_token").GetProperty("jti").GetString());
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.NotEqual(first.Claims().GetProperty("sub").GetString(), (await app.TokensAsync(username: IdpApp.Bob)).Claims().GetProperty("sub").GetString());
    }

    [Fact]
    public async Task An_id_token_is_no_bearer_and_an_access_token_no_hint()
    {
        var tokens = await app.TokensAsync();
        (await app.UserInfoAsync(tokens["id_token"]!)).Refuses("invalid_token", 401);
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(tokens["id_token"]!)).Body);
        using var browser = app.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: [("prompt", "none"), ("id_token_hint", tokens.AccessToken)]));
        Assert.Equal("invalid_request", back["error"]);
    }

    /// <summary>Conformance 34 wants 96 bits by Shannon's estimate.</summary>
    [Fact]
    public async Task Codes_and_refresh_tokens_are_long_and_full_of_entropy()
    {
        using var browser = app.NewBrowser();
        for (var i = 0; i < 10; i++)
        {
            var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: ("scope", "openid offline_access")));
            var tokens = await app.RedeemAsync(back);
            foreach (var secret in (string[])[back["code"]!, tokens.RefreshToken]) Assert.True(Shannon(secret) >= 96, $"{secret}: {Shannon(secret)} bits");
        }
    }

    static double Shannon(string text) =>
        text.GroupBy(c => c).Sum(same => -(double)same.Count() / text.Length * Math.Log2((double)same.Count() / text.Length)) * text.Length;

    static JsonElement Header(string token) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[0])).RootElement;

    static IEnumerable<string> Names(JsonElement claims) => claims.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal);
}
