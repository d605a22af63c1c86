using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Protocol.Revocation;

/// <summary>S068.</summary>
public sealed class RevocationTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    [Theory]
    [InlineData("nonsense")]
    [InlineData("e30.e30.e30")]
    [InlineData("‮")]
    [InlineData("%00")]
    public async Task An_unknown_token_is_revoked_as_well_as_it_can_be(string token) => await RevokeAsync(token);

    [Fact]
    public async Task An_access_token_goes_alone()
    {
        var tokens = await app.TokensAsync();
        await RevokeAsync(tokens.AccessToken);
        await RevokeAsync(tokens.AccessToken);
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(tokens.AccessToken)).Body);
        (await app.UserInfoAsync(tokens.AccessToken)).Refuses("invalid_token", 401);
        var next = (await app.RefreshAsync(tokens.RefreshToken)).Grants();
        Assert.Equal(200, (await app.UserInfoAsync(next.AccessToken)).Status);
    }

    [Fact]
    public async Task A_services_access_token_can_be_revoked()
    {
        var token = (await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"))).Grants().AccessToken;
        Assert.Equal("True", (await app.IntrospectAsync(token, TestClients.Service))["active"]);
        await RevokeAsync(token, TestClients.Service);
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(token, TestClients.Service)).Body);
    }

    [Fact]
    public async Task A_refresh_token_takes_its_whole_family_along()
    {
        var first = await app.TokensAsync();
        var second = (await app.RefreshAsync(first.RefreshToken)).Grants();
        await RevokeAsync(second.RefreshToken);
        await RevokeAsync(second.RefreshToken);
        foreach (var token in (string[])[first.AccessToken, second.AccessToken, first.RefreshToken, second.RefreshToken])
            Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(token)).Body);
        (await app.RefreshAsync(second.RefreshToken)).Refuses("invalid_grant");
        (await app.UserInfoAsync(second.AccessToken)).Refuses("invalid_token", 401);
    }

    /// <summary>The client may have lost the answer with the newest one.</summary>
    [Fact]
    public async Task An_older_refresh_token_ends_the_family_too()
    {
        var first = await app.TokensAsync();
        var second = (await app.RefreshAsync(first.RefreshToken)).Grants();
        await RevokeAsync(first.RefreshToken);
        (await app.RefreshAsync(second.RefreshToken)).Refuses("invalid_grant");
    }

    [Theory]
    [InlineData(TestClients.Evil)]
    [InlineData(TestClients.Public)]
    [InlineData(TestClients.Service)]
    public async Task Another_clients_tokens_are_left_alone(string thief)
    {
        var tokens = await app.TokensAsync();
        await RevokeAsync(tokens.AccessToken, thief);
        await RevokeAsync(tokens.RefreshToken, thief);
        Assert.Equal("True", (await app.IntrospectAsync(tokens.AccessToken))["active"]);
        (await app.RefreshAsync(tokens.RefreshToken)).Grants();
    }

    [Fact]
    public async Task A_public_client_revokes_its_own()
    {
        var tokens = await app.TokensAsync(TestClients.Public);
        await RevokeAsync(tokens.RefreshToken, TestClients.Public);
        (await app.RefreshAsync(tokens.RefreshToken, TestClients.Public)).Refuses("invalid_grant");
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("nonsense")]
    public async Task A_hint_only_hints(string hint)
    {
        var tokens = await app.TokensAsync();
        foreach (var token in (string[])[tokens.AccessToken, tokens.RefreshToken])
        {
            Assert.Equal(200, (await app.FormAsync("/connect/revoke", TestClients.Web, ("token", token), ("token_type_hint", hint))).Status);
            Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(token)).Body);
        }
    }

    [Fact]
    public async Task Who_does_not_authenticate_revokes_nothing()
    {
        var tokens = await app.TokensAsync();
        (await app.FormAsync("/connect/revoke", null, ("token", tokens.RefreshToken))).Refuses("invalid_client", 401);
        (await app.FormAsync("/connect/revoke", null, ("token", tokens.RefreshToken), ("client_id", TestClients.Web))).Refuses("invalid_client", 401);
        (await app.FormAsync("/connect/revoke", TestClients.Web)).Refuses("invalid_request");
        (await app.RefreshAsync(tokens.RefreshToken)).Grants();
    }

    async Task RevokeAsync(string token, string client = TestClients.Web)
    {
        var answer = await app.FormAsync("/connect/revoke", client, ("token", token));
        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }
}
