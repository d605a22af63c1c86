using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Token;

/// <summary>S035, S036.</summary>
public sealed class GrantTypesTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    [Theory]
    [InlineData("password")]
    [InlineData("implicit")]
    [InlineData("token")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code")]
    [InlineData("Authorization_Code")]
    [InlineData("authorization_code ")]
    [InlineData("refresh_token,authorization_code")]
    [InlineData("nonsense")]
    public async Task A_grant_that_is_not_offered_does_not_exist(string grant)
    {
        var answer = await app.FormAsync("/connect/token", TestClients.Web, ("grant_type", grant), ("username", IdpApp.Alice), ("password", IdpApp.Password),
            ("assertion", "x"), ("subject_token", "x"), ("scope", "openid"));
        answer.Refuses("unsupported_grant_type");
    }

    [Fact]
    public async Task A_missing_grant_type_is_a_malformed_request() =>
        (await app.FormAsync("/connect/token", TestClients.Web, ("code", "x"))).Refuses("invalid_request");

    [Theory]
    [InlineData(TestClients.Web, "client_credentials")]
    [InlineData(TestClients.Public, "client_credentials")]
    [InlineData(TestClients.Web, GrantTypes.TokenExchange)]
    [InlineData(TestClients.Public, GrantTypes.TokenExchange)]
    [InlineData(TestClients.Service, "authorization_code")]
    [InlineData(TestClients.Service, "refresh_token")]
    public async Task A_grant_that_the_client_is_not_registered_for_is_refused(string client, string grant) =>
        (await app.FormAsync("/connect/token", client, ("grant_type", grant))).Refuses("unauthorized_client");

    /// <summary>RFC 6749 §4.4: even a registration that says otherwise gives a public client nothing of its own.</summary>
    [Fact]
    public async Task A_public_client_has_no_client_credentials()
    {
        await app.SaveAsync(new Client
        {
            PoolId = PoolId.Default,
            Id = new("pub-cc"),
            Name = "Public",
            AuthMethod = ClientAuthMethod.None,
            GrantTypes = [GrantTypes.ClientCredentials],
            Scope = ScopeSet.Of("cart"),
            CreatedAt = app.Clock.Now,
        });
        (await app.FormAsync("/connect/token", null, ("client_id", "pub-cc"), ("grant_type", "client_credentials"))).Refuses("unauthorized_client");
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("offline_access")]
    [InlineData("profile")]
    [InlineData("email cart")]
    [InlineData("cart openid")]
    [InlineData("unknown")]
    [InlineData("cart unknown")]
    [InlineData("CART")]
    [InlineData("ca\"rt")]
    [InlineData("ca\\rt")]
    [InlineData("cärt")]
    public async Task A_service_gets_no_scope_of_users_or_of_others(string scope) =>
        (await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"), ("scope", scope))).Refuses("invalid_scope");

    [Fact]
    public async Task A_services_user_scopes_are_refused_even_where_it_is_registered_for_them()
    {
        var client = TestClients.Confidential("both", app.Clock.Now);
        await app.SaveAsync(new Client
        {
            PoolId = PoolId.Default,
            Id = client.Id,
            Name = "Both",
            Credentials = client.Credentials,
            GrantTypes = [GrantTypes.ClientCredentials],
            Scope = ScopeSet.Of("openid", "profile", "offline_access", "cart"),
            CreatedAt = app.Clock.Now,
        });
        (await app.FormAsync("/connect/token", "both", ("grant_type", "client_credentials"), ("scope", "openid"))).Refuses("invalid_scope");
        var answer = (await app.FormAsync("/connect/token", "both", ("grant_type", "client_credentials"))).Grants();
        Assert.Equal("cart", answer["scope"]);
        Assert.Equal(["access_token", "token_type", "expires_in", "scope"], answer.Json.EnumerateObject().Select(member => member.Name));
    }

    /// <summary>RFC 9700 §4.15: a client named like a user is not taken for that user.</summary>
    [Fact]
    public async Task A_client_named_like_a_user_is_nobody_else()
    {
        var alice = (await app.TokensAsync()).Claims().GetProperty("sub").GetString()!;
        var client = TestClients.Confidential(alice, app.Clock.Now);
        await app.SaveAsync(new Client
        {
            PoolId = PoolId.Default,
            Id = client.Id,
            Name = "Alice",
            Credentials = client.Credentials,
            GrantTypes = [GrantTypes.ClientCredentials],
            Scope = ScopeSet.Of("cart"),
            CreatedAt = app.Clock.Now,
        });
        var answer = (await app.FormAsync("/connect/token", alice, ("grant_type", "client_credentials"))).Grants();
        var claims = answer.Claims("access_token");
        Assert.NotEqual(alice, claims.GetProperty("sub").GetString());
        Assert.Equal(alice, claims.GetProperty("client_id").GetString());
        foreach (var name in (string[])["auth_time", "sid", "acr"]) Assert.False(claims.TryGetProperty(name, out _), name);
        (await app.UserInfoAsync(answer.AccessToken)).Refuses("insufficient_scope", 403, challenged: true);
    }

    [Fact]
    public async Task A_client_without_any_scope_gets_a_token_that_says_nothing_about_scope()
    {
        var client = TestClients.Confidential("bare", app.Clock.Now);
        await app.SaveAsync(new Client
        {
            PoolId = PoolId.Default,
            Id = client.Id,
            Name = "Bare",
            Credentials = client.Credentials,
            GrantTypes = [GrantTypes.ClientCredentials],
            CreatedAt = app.Clock.Now,
        });
        var answer = (await app.FormAsync("/connect/token", "bare", ("grant_type", "client_credentials"))).Grants();
        // RFC 6749 §3.3: a scope has at least one token; an empty one cannot be written.
        Assert.Null(answer["scope"]);
        Assert.False(answer.Claims("access_token").TryGetProperty("scope", out _));
    }
}
