using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Resources;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Introspection;

/// <summary>S066, S067.</summary>
public sealed class IntrospectionTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    [Fact]
    public async Task The_clients_own_access_token_is_told_in_full()
    {
        var tokens = await app.TokensAsync(scope: "openid offline_access cart");
        var answer = await app.IntrospectAsync(tokens.AccessToken);
        Assert.Equal(["acr", "active", "aud", "auth_time", "client_id", "exp", "iat", "iss", "jti", "scope", "sid", "sub", "token_type", "username"],
            answer.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("True", "Bearer", TestClients.Web, "openid offline_access cart"), (answer["active"], answer["token_type"], answer["client_id"], answer["scope"]));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.ToString());

        var refresh = await app.IntrospectAsync(tokens.RefreshToken);
        Assert.Equal(["active", "client_id", "exp", "iss", "scope", "sub", "token_type"], refresh.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("refresh_token", refresh["token_type"]);
    }

    [Fact]
    public async Task A_clients_own_token_has_no_user()
    {
        var token = (await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"))).Grants().AccessToken;
        var answer = await app.IntrospectAsync(token, TestClients.Service);
        Assert.Equal(["active", "aud", "client_id", "exp", "iat", "iss", "jti", "scope", "sub", "token_type"], answer.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_authentication_nothing_is_told()
    {
        var token = (await app.TokensAsync()).AccessToken;
        (await app.FormAsync("/connect/introspect", null, ("token", token))).Refuses("invalid_client", 401);
        (await app.IntrospectAsync(token, TestClients.Public)).Refuses("invalid_client", 401);
        (await app.FormAsync("/connect/introspect", null, ("token", token), ("client_id", TestClients.Web))).Refuses("invalid_client", 401);
        // RFC 7662 §2.1 allows a bearer token instead; here it does not count.
        (await app.RawAsync("/connect/introspect", $"token={token}", $"Bearer {token}")).Refuses("invalid_client", 401);
    }

    [Fact]
    public async Task To_whom_a_token_does_not_concern_it_is_inactive()
    {
        var tokens = await app.TokensAsync(scope: "openid offline_access cart");
        foreach (var token in (string[])[tokens.AccessToken, tokens.RefreshToken, tokens["id_token"]!])
        {
            foreach (var stranger in (string[])[TestClients.Evil, TestClients.Service, TestClients.Asking])
            {
                Assert.Equal((200, Refusals.Inactive), await AskAsync(token, stranger));
                // A signed answer is not offered, so it cannot tell more than the plain one: RFC 9701, CVE-2026-18208.
                var jwt = await app.RawAsync(HttpMethod.Post, "/connect/introspect", System.Text.Encoding.UTF8.GetBytes($"token={token}"), RawCalls.BasicOf(stranger),
                    headers: ("Accept", "application/token-introspection+jwt"));
                Assert.Equal((200, Refusals.Inactive), (jwt.Status, jwt.Body));
            }
        }
    }

    [Fact]
    public async Task An_api_may_ask_about_the_tokens_that_name_it()
    {
        await app.SaveAsync(TestClients.Confidential("inventory", app.Clock.Now));
        await app.Service<IResourceStore>().SaveAsync(new() { PoolId = PoolId.Default, Identifier = "inventory", Scopes = ["phone"] }, TestContext.Current.CancellationToken);
        var tokens = await app.TokensAsync(scope: "openid offline_access phone");
        var answer = await app.IntrospectAsync(tokens.AccessToken, "inventory");
        Assert.Equal(("True", TestClients.Web), (answer["active"], answer["client_id"]));
        Assert.Equal((200, Refusals.Inactive), await AskAsync(tokens.RefreshToken, "inventory"));
        Assert.True(await app.Service<IResourceStore>().RemoveAsync(PoolId.Default, "inventory", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_expired_token_is_inactive_from_its_last_second_on()
    {
        var token = (await app.TokensAsync()).AccessToken;
        app.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal("True", (await app.IntrospectAsync(token))["active"]);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((200, Refusals.Inactive), await AskAsync(token));
    }

    [Fact]
    public async Task Tokens_that_are_broken_or_nobodys_are_inactive()
    {
        var tokens = await app.TokensAsync();
        var parts = tokens.AccessToken.Split('.');
        string[] none = [Part("""{"alg":"none","typ":"at+jwt"}"""), parts[1], ""];
        string[] broken =
        [
            tokens.AccessToken[..^1], tokens.AccessToken + "A", tokens.AccessToken + ".", "." + tokens.AccessToken, $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", $"{parts[0]}..{parts[2]}",
            $"{parts[0]}.{Part("""{"iss":"https://idp.test","exp":9999999999}""")}.{parts[2]}", string.Join('.', none), tokens.AccessToken.ToUpperInvariant(),
            tokens.RefreshToken[..^2], tokens.RefreshToken + "AA", tokens["id_token"]!, "x", "...", "‮", "😀", new string('a', 10_000), new string('.', 5000), "e30.e30.e30", "%00",
        ];
        foreach (var token in broken) Assert.Equal((200, Refusals.Inactive), await AskAsync(token));
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_inactive()
    {
        await using var elsewhere = await IdpApp.StartAsync();
        var foreign = await elsewhere.TokensAsync();
        foreach (var token in (string[])[foreign.AccessToken, foreign.RefreshToken]) Assert.Equal((200, Refusals.Inactive), await AskAsync(token));
        (await app.RefreshAsync(foreign.RefreshToken)).Refuses("invalid_grant");
        (await app.UserInfoAsync(foreign.AccessToken)).Refuses("invalid_token", 401);
    }

    [Fact]
    public async Task A_hint_only_hints_and_a_missing_token_is_a_malformed_request()
    {
        var tokens = await app.TokensAsync();
        foreach (var hint in (string[])["access_token", "refresh_token", "nonsense"])
        {
            Assert.Equal("True", (await app.FormAsync("/connect/introspect", TestClients.Web, ("token", tokens.AccessToken), ("token_type_hint", hint)))["active"]);
            Assert.Equal("True", (await app.FormAsync("/connect/introspect", TestClients.Web, ("token", tokens.RefreshToken), ("token_type_hint", hint)))["active"]);
        }
        (await app.FormAsync("/connect/introspect", TestClients.Web)).Refuses("invalid_request");
        (await app.FormAsync("/connect/introspect", TestClients.Web, ("token", "a"), ("token", "b"))).Refuses("invalid_request");
    }

    async Task<(int Status, string Body)> AskAsync(string token, string client = TestClients.Web)
    {
        var answer = await app.IntrospectAsync(token, client);
        return (answer.Status, answer.Body);
    }

    static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));
}
