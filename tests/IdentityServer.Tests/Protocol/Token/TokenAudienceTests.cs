using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Resources;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Token;

/// <summary>RFC 8707, RFC 9068 §3: whom an access token is for.</summary>
public sealed class TokenAudienceTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    const string Unknown = "https://unknown.example";
    const string Other = "https://other.example";

    readonly IdpApp app = node.First;

    [Fact]
    public async Task Without_an_api_the_token_is_for_the_issuer_itself()
    {
        var tokens = await app.TokensAsync(scope: "openid email");
        Assert.Equal([IdpApp.Issuer], Audience(tokens));
        Assert.Equal("openid email", tokens["scope"]);
    }

    [Fact]
    public async Task A_scope_of_an_api_makes_the_token_for_that_api_and_userinfo()
    {
        var tokens = await app.TokensAsync(scope: "openid cart");
        Assert.Equal([TestClients.Api, IdpApp.Issuer], Audience(tokens));
        Assert.Equal(200, (await app.UserInfoAsync(tokens.AccessToken)).Status);
    }

    [Fact]
    public async Task A_resource_at_authorization_decides_the_audience()
    {
        var tokens = await RedeemAsync("openid cart", [TestClients.Api]);
        Assert.Equal([TestClients.Api, IdpApp.Issuer], Audience(tokens.Grants()));
    }

    [Fact]
    public async Task A_resource_at_the_token_endpoint_decides_the_audience()
    {
        var tokens = await RedeemAsync("openid cart", [], ("resource", TestClients.Api));
        Assert.Equal([TestClients.Api, IdpApp.Issuer], Audience(tokens.Grants()));
    }

    [Fact]
    public async Task A_client_credentials_token_is_for_the_api_alone()
    {
        var tokens = await ServiceAsync(("scope", "cart"), ("resource", TestClients.Api));
        Assert.Equal([TestClients.Api], Audience(tokens.Grants()));
        Assert.Equal("cart", tokens.Claims("access_token").GetProperty("scope").GetString());
    }

    [Theory]
    [InlineData(Unknown)]
    [InlineData("https://api.example/")]
    [InlineData("HTTPS://API.EXAMPLE")]
    [InlineData("not a uri")]
    [InlineData("‮https://api.example")]
    public async Task An_unknown_resource_is_an_invalid_target(string resource)
    {
        (await ServiceAsync(("resource", resource))).Refuses("invalid_target");
        (await RedeemAsync("openid cart", [], ("resource", resource))).Refuses("invalid_target");
        using var browser = app.NewBrowser();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: [("scope", "openid cart"), ("resource", resource)]));
        Assert.Equal("invalid_target", back["error"]);
    }

    [Fact]
    public async Task One_unknown_resource_among_several_is_an_invalid_target()
    {
        var body = $"grant_type=client_credentials&resource={Uri.EscapeDataString(TestClients.Api)}&resource={Uri.EscapeDataString(Unknown)}";
        (await app.RawAsync("/connect/token", body, RawCalls.BasicOf(TestClients.Service))).Refuses("invalid_target");
    }

    /// <summary>RFC 8707 §2.2: not more than was granted.</summary>
    [Fact]
    public async Task A_resource_that_was_not_granted_is_an_invalid_target_now_and_at_refresh()
    {
        await AddOtherAsync();
        (await RedeemAsync("openid cart", [TestClients.Api], ("resource", Other))).Refuses("invalid_target");
        var tokens = await RedeemAsync("openid cart offline_access", [TestClients.Api]);
        (await app.RefreshAsync(tokens.Grants().RefreshToken, more: ("resource", Other))).Refuses("invalid_target");
        (await app.RefreshAsync(tokens.RefreshToken, more: ("resource", TestClients.Api))).Grants();
    }

    /// <summary>An API takes the audience for its own word; who has none of its scopes has no business there.</summary>
    [Fact]
    public async Task An_api_is_out_of_reach_for_a_client_without_any_of_its_scopes()
    {
        await AddOtherAsync();
        (await ServiceAsync(("scope", "cart"), ("resource", Other))).Refuses("invalid_target");
        (await RedeemAsync("openid", [], ("resource", TestClients.Api))).Refuses("invalid_target");
        (await RedeemAsync("openid cart", [], ("resource", Other))).Refuses("invalid_target");
    }

    [Fact]
    public async Task A_scope_of_an_api_that_the_token_is_not_for_is_left_out_of_it()
    {
        await AddOtherAsync();
        var client = TestClients.Confidential("two-apis", app.Clock.Now);
        await app.SaveAsync(new()
        {
            PoolId = PoolId.Default,
            Id = client.Id,
            Name = "Two APIs",
            Credentials = client.Credentials,
            GrantTypes = ["client_credentials"],
            Scope = Domain.Protocol.ScopeSet.Of("cart", "other"),
            CreatedAt = app.Clock.Now,
        });
        var both = (await app.FormAsync("/connect/token", "two-apis", ("grant_type", "client_credentials"))).Grants();
        Assert.Equal([TestClients.Api, Other], Audience(both));
        Assert.Equal("cart other", both["scope"]);
        var one = (await app.FormAsync("/connect/token", "two-apis", ("grant_type", "client_credentials"), ("resource", Other))).Grants();
        Assert.Equal([Other], Audience(one));
        Assert.Equal("other", one["scope"]);
        Assert.Equal("other", one.Claims("access_token").GetProperty("scope").GetString());
    }

    async Task AddOtherAsync() => await app.Service<IResourceStore>().SaveAsync(
        new() { PoolId = PoolId.Default, Identifier = Other, Scopes = ["other"] }, TestContext.Current.CancellationToken);

    Task<Answer> ServiceAsync(params (string, string?)[] fields) =>
        app.FormAsync("/connect/token", TestClients.Service, [("grant_type", "client_credentials"), .. fields]);

    async Task<Answer> RedeemAsync(string scope, string[] resources, params (string, string?)[] changes)
    {
        using var browser = app.NewBrowser();
        var url = AuthorizeUrl(changes: ("scope", scope)) + string.Concat(resources.Select(resource => "&resource=" + Uri.EscapeDataString(resource)));
        return await app.RedeemAsync(await browser.AuthorizeAsync(url), changes: changes);
    }

    static string[] Audience(Answer tokens)
    {
        var aud = tokens.Claims("access_token").GetProperty("aud");
        return aud.ValueKind == System.Text.Json.JsonValueKind.String ? [aud.GetString()!] : [.. aud.EnumerateArray().Select(one => one.GetString()!)];
    }
}
