using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Org;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Management;

/// <summary>/v1/connections, in the shape that programs of a hosted service know.</summary>
public sealed class ConnectionsApiTests(OrgApp org) : IClassFixture<OrgApp>
{
    const string Path = "/v1/connections";
    const string Secret = "a-secret-that-is-never-shown";

    /// <summary>Somebody's provider under a path of its own.</summary>
    string Provider(string name, string more = "")
    {
        var (before, issuer) = (org.Site.Answer, org.Site.Url("/" + name));
        org.Site.Answer = http => http.Request.Path == $"/{name}/.well-known/openid-configuration"
            ? http.Response.WriteAsync($$"""{"issuer":"{{issuer}}","jwks_uri":"{{issuer}}/jwks"{{more}}}""")
            : before(http);
        return issuer;
    }

    string Login(string name) => Provider(name, $$""","authorization_endpoint":"{{org.Site.Url("/" + name)}}/auth","token_endpoint":"{{org.Site.Url("/" + name)}}/token" """);

    [Fact]
    public async Task A_connection_is_made_changed_and_deleted_and_its_secret_is_never_shown()
    {
        var issuerUrl = Login("life");
        var made = await org.Admin.PostAsync(Path, new { connectionId = "life", type = "OIDC", issuerUrl, clientId = "us", clientSecret = Secret, linkingConfiguration = new { type = "EXPLICIT" }, tags = new { a = "b" } }, ("Idempotency-Key", "life"));
        Assert.True(made.Status == 201, made.ToString());
        Assert.Equal((issuerUrl, "EXPLICIT", IdpApp.Issuer + "/connect/callback/life"), (made["issuerUrl"], made.Json.GetProperty("linkingConfiguration").GetProperty("type").GetString(), made["callbackUrl"]));
        Assert.True(made.Json.GetProperty("isActiveConnection").GetBoolean());
        Assert.Equal("life", (await org.Admin.PostAsync(Path, new { connectionId = "life", type = "OIDC", issuerUrl, clientId = "us", clientSecret = Secret, linkingConfiguration = new { type = "EXPLICIT" }, tags = new { a = "b" } }, ("Idempotency-Key", "life")))["connectionId"]);
        (await org.Admin.PostAsync(Path, new { connectionId = "life", issuerUrl, clientId = "us", clientSecret = Secret })).IsProblem(409, "conflict");
        Assert.Contains("management refused: ConnectionTaken ", org.Log.Text, StringComparison.Ordinal);

        var one = $"{Path}/life";
        var read = await org.Admin.GetAsync(one);
        Assert.Equal(made.Body, read.Body);
        var changed = await org.Admin.SendAsync(HttpMethod.Put, one, new { clientId = "we", keepTokens = true }, ("If-Match", read.Headers.ETag!.ToString()));
        Assert.Equal(("we", "True", "EXPLICIT"), (changed["clientId"], changed["keepTokens"], changed.Json.GetProperty("linkingConfiguration").GetProperty("type").GetString()));
        (await org.Admin.SendAsync(HttpMethod.Put, one, new { clientId = "they" }, ("If-Match", read.Headers.ETag!.ToString()))).IsProblem(412, "precondition_failed");
        (await org.Admin.SendAsync(HttpMethod.Put, one, new { issuerUrl = issuerUrl + "/" })).IsProblem(409, "conflict");
        Assert.Contains("management refused: ConnectionIssuerFixed ", org.Log.Text, StringComparison.Ordinal);
        Assert.Contains("we", (await org.Admin.GetAsync(Path + "/")).Body, StringComparison.Ordinal);
        Assert.Equal(204, (await org.Admin.DeleteAsync(one)).Status);
        (await org.Admin.GetAsync(one)).IsProblem(404, "not_found");
        Assert.Contains("management refused: ConnectionNotFound ", org.Log.Text, StringComparison.Ordinal);
        var audit = (await org.Admin.GetAsync("/v1/audit?limit=200")).Body;
        foreach (var action in new[] { "connection.created", "connection.changed", "connection.removed" }) Assert.Contains(action, audit, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, made.Body + read.Body + changed.Body + audit + org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_with_an_issuer_has_its_own_answer()
    {
        org.Site.Answer = http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        (string Issuer, string Code)[] mistakes = [(org.Site.Url("/nothing"), "DiscoveryNotFound"), (Provider("signs-only"), "DiscoveryNoLogin"), (Provider("other") + "/", "DiscoveryIssuerDiffers"), ("https://nowhere.invalid", "DiscoveryUnreachable")];
        foreach (var (issuerUrl, code) in mistakes)
        {
            var answer = await org.Admin.PostAsync(Path, new { connectionId = "wrong", issuerUrl, clientId = "us", clientSecret = Secret });
            Assert.Equal((400, "issuerUrl", code), (answer.Status, answer["member"], answer["errorCode"]));
        }
        Assert.Contains("management refused: DiscoveryUnusable ", org.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"SAML2"}""", "type")]
    [InlineData("""{"connectionId":"a","issuerUrl":"https://a.example","clientId":"us"}""", "clientSecret")]
    [InlineData("""{"connectionId":"a","issuerUrl":"https://10.0.0.1","clientId":"us","clientSecret":"s"}""", "issuerUrl")]
    [InlineData("""{"connectionId":"a","issuerUrl":"https://a.example","clientId":"us","clientSecret":"s","claims":{"sub":"email"}}""", "claims")]
    [InlineData("""{"connectionId":"../a","issuerUrl":"https://a.example","clientId":"us","clientSecret":"s"}""", "connectionId")]
    [InlineData("""{"preset":"microsoft","clientId":"us","clientSecret":"s"}""", "presetParameters")]
    [InlineData("""{"connectionId":"a","type":"OAUTH2","authenticationUrl":"https://a.example","clientId":"us","clientSecret":"s"}""", "tokenUrl")]
    public async Task What_is_wrong_is_named(string body, string member) => (await org.Admin.PostAsync(Path, body)).IsProblem(400, "invalid_request", member);

    [Fact]
    public async Task Presets_say_what_they_have_to_be_told()
    {
        var presets = (await org.Admin.GetAsync("/v1/connectionPresets")).Json.GetProperty("presets").EnumerateArray().ToDictionary(preset => preset.GetProperty("preset").GetString()!);
        Assert.True(presets["microsoft"].GetProperty("parameters").TryGetProperty("tenant", out _));
        var made = await org.Admin.PostAsync(Path, new { preset = "github", clientId = "us", clientSecret = Secret });
        Assert.True(made.Status == 201, made.ToString());
        Assert.Equal(("OAUTH2", "GitHub", "{id}"), (made["type"], made.Json.GetProperty("data").GetProperty("name").GetString(), made.Json.GetProperty("data").GetProperty("userIdExpression").GetString()));
    }

    [Fact]
    public async Task A_connection_belongs_to_a_pool_of_the_caller()
    {
        var (issuerUrl, pool) = (Login("theirs"), await OrgApp.PoolAsync(org.Other));
        object body(string? userPoolId) => new { connectionId = "theirs", issuerUrl, clientId = "us", clientSecret = Secret, userPoolId };
        (await org.Admin.PostAsync(Path, body(pool))).IsProblem(404, "not_found", "userPoolId");
        // The root's pool is the owner's.
        (await org.Other.PostAsync(Path, body("default"))).IsProblem(404, "not_found", "userPoolId");
        Assert.Equal(pool, (await org.Other.PostAsync(Path, body(null)))["userPoolId"]);
        (await org.Admin.GetAsync(Path + "/theirs")).IsProblem(404, "not_found");
        (await org.Admin.DeleteAsync(Path + "/theirs")).IsProblem(404, "not_found");
        Assert.Equal(200, (await org.Other.GetAsync(Path + "/theirs")).Status);
    }

    [Fact]
    public async Task A_users_token_of_the_provider_is_told_only_where_it_is_kept()
    {
        var made = await org.Admin.PostAsync(Path, new { connectionId = "keeps", issuerUrl = Login("keeps"), clientId = "us", clientSecret = Secret, keepTokens = true });
        Assert.True(made.Status == 201, made.ToString());
        (await org.Admin.GetAsync(Path + "/keeps/users/nobody/credentials")).IsProblem(404, "not_found");
        Assert.Contains("management refused: CredentialsNotKept ", org.Log.Text, StringComparison.Ordinal);
        var (kept, connection) = (org.App.Service<IdentityServer.Connections.KeptTokens>(), (await org.App.Service<IConnectionStore>().FindAsync(PoolId.Default, "keeps", CancellationToken.None))!);
        await ConnectionRows.PersonAsync(org.App, connection, "u-keeps", kept.Seal(connection, new("the-access-token", null, null, 60)));
        Assert.Equal("the-access-token", (await org.Admin.GetAsync(Path + "/keeps/users/u-keeps/credentials"))["accessToken"]);
        (await (await OrgApp.KeyAsync(org.Admin, "Member")).GetAsync(Path + "/keeps/users/u-keeps/credentials")).IsProblem(403, "insufficient_scope");
    }
}
