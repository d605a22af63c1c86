using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Wire;

/// <summary>S131, S132: which web origin may read which answer.</summary>
public sealed class CorsTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    public static TheoryData<string> Foreign => new(
        "https://evil.example", "null", "https://app.example.evil.example", "https://evil-app.example", "https://xapp.example", "https://app.exampl", "http://app.example",
        "https://app.example:443", "https://app.example:8443", "https://app.example/", "HTTPS://APP.EXAMPLE", "https://app.example, https://evil.example", "*",
        "https://app.example\u200b", "https://idp.test", "https://user@app.example", "https://app.example\\@evil.example", "file://");

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_foreign_origin_reads_nothing(string origin)
    {
        var tokens = await app.TokensAsync(TestClients.Public);
        foreach (var answer in await AllAnswersAsync(tokens, origin))
        {
            Assert.Null(Allowed(answer));
            Assert.Contains("Origin", answer.Headers.Vary);
        }
    }

    [Fact]
    public async Task The_clients_own_origin_reads_its_answers()
    {
        var tokens = await app.TokensAsync(TestClients.Public);
        foreach (var answer in await AllAnswersAsync(tokens, TestClients.Origin))
        {
            Assert.Equal(TestClients.Origin, Allowed(answer));
            Assert.Contains("Origin", answer.Headers.Vary);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task The_clients_page_reads_why_its_grant_was_refused()
    {
        var answer = await PostAsync("/connect/token", "grant_type=authorization_code&code=x&client_id=pub", TestClients.Origin);
        answer.Refuses("invalid_grant");
        Assert.Equal(TestClients.Origin, Allowed(answer));
        answer = await PostAsync("/connect/revoke", "client_id=pub", TestClients.Origin);
        answer.Refuses("invalid_request");
        Assert.Equal(TestClients.Origin, Allowed(answer));
    }

    /// <summary>The origin is one client's; the answer is another's.</summary>
    [Fact]
    public async Task Another_clients_origin_reads_nothing()
    {
        var tokens = await app.TokensAsync();
        Answer[] answers =
        [
            await PostAsync("/connect/token", "grant_type=client_credentials", TestClients.Origin, RawCalls.BasicOf(TestClients.Service)),
            await PostAsync("/connect/revoke", "token=x", TestClients.Origin, RawCalls.BasicOf(TestClients.Service)),
            await app.RawAsync(HttpMethod.Get, "/connect/userinfo", authorization: "Bearer " + tokens.AccessToken, headers: ("Origin", TestClients.Origin)),
        ];
        foreach (var answer in answers)
        {
            Assert.Equal(200, answer.Status);
            Assert.Null(Allowed(answer));
            Assert.Contains("Origin", answer.Headers.Vary);
        }
    }

    /// <summary>CVE-2026-37977: what an unverified token or a failed authentication names proves nothing, and chooses no origin.</summary>
    [Fact]
    public async Task A_client_that_is_only_claimed_opens_nothing()
    {
        const string evil = "https://evil.example";
        var parts = (await app.TokensAsync(TestClients.Public)).AccessToken.Split('.');
        foreach (var token in (string[])[$"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{new string('A', 86)}", "e30.eyJjbGllbnRfaWQiOiJldmlsIn0.e30"])
        {
            var answer = await app.RawAsync(HttpMethod.Get, "/connect/userinfo", authorization: "Bearer " + token, headers: ("Origin", evil));
            answer.Refuses("invalid_token", 401);
            Assert.Null(Allowed(answer));
            Assert.Contains("Origin", answer.Headers.Vary);
        }
        var refused = await PostAsync("/connect/token", "grant_type=authorization_code&client_id=evil&client_secret=x", evil);
        refused.Refuses("invalid_client", 401);
        Assert.Null(Allowed(refused));
    }

    [Theory]
    [InlineData("/connect/token")]
    [InlineData("/connect/revoke")]
    [InlineData("/connect/userinfo")]
    public async Task A_preflight_allows_origins_of_clients_and_no_others(string path)
    {
        var allowed = await PreflightAsync(path, TestClients.Origin);
        Assert.Equal((204, TestClients.Origin, ""), (allowed.Status, Allowed(allowed), allowed.Body));
        Assert.Contains("Origin", allowed.Headers.Vary);
        Assert.Contains("POST", allowed.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.Contains("authorization", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        foreach (var row in Foreign)
        {
            var answer = await PreflightAsync(path, row.Data);
            Assert.Equal((204, null), (answer.Status, Allowed(answer)));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Methods"));
            Assert.Contains("Origin", answer.Headers.Vary);
        }
        Assert.Null(Allowed(await app.RawAsync(HttpMethod.Options, path)));
    }

    [Fact]
    public async Task Authorization_introspection_logout_and_pages_have_no_cors_at_all()
    {
        foreach (var path in (string[])["/connect/authorize", AuthorizeUrl(TestClients.Public), "/connect/endsession", "/connect/introspect", "/account/login", "/consent", "/", "/health/ready"])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Options, HttpMethod.Post])
            {
                var answer = await app.RawAsync(method, path, headers: [("Origin", TestClients.Origin), ("Access-Control-Request-Method", "POST")]);
                Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/jwks.json")]
    public async Task Metadata_and_keys_are_for_everybody(string path)
    {
        var answer = await app.RawAsync(HttpMethod.Get, path, headers: ("Origin", "https://evil.example"));
        Assert.Equal("*", Allowed(answer));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    async Task<Answer[]> AllAnswersAsync(Answer tokens, string origin) =>
    [
        await PostAsync("/connect/token", $"grant_type=refresh_token&client_id=pub&refresh_token={tokens.RefreshToken}", origin),
        await app.RawAsync(HttpMethod.Get, "/connect/userinfo", authorization: "Bearer " + tokens.AccessToken, headers: ("Origin", origin)),
        await PostAsync("/connect/userinfo", $"access_token={tokens.AccessToken}", origin),
        await PostAsync("/connect/revoke", $"client_id=pub&token={tokens.AccessToken}", origin),
    ];

    Task<Answer> PostAsync(string path, string body, string origin, string? authorization = null) =>
        app.RawAsync(HttpMethod.Post, path, System.Text.Encoding.UTF8.GetBytes(body), authorization, headers: ("Origin", origin));

    Task<Answer> PreflightAsync(string path, string origin) => app.RawAsync(HttpMethod.Options, path,
        headers: [("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type")]);

    static string? Allowed(Answer answer) => answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? string.Join('|', values) : null;
}
