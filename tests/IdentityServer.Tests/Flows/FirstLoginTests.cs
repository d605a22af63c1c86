using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Flows;

public sealed class FirstLoginTests
{
    [Fact]
    public async Task A_person_signs_in_and_the_client_gets_refreshes_uses_and_revokes_tokens()
    {
        await using var app = await IdpApp.StartAsync();
        using var browser = app.NewBrowser();

        var back = await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Asking, ("scope", "openid profile email offline_access")));
        Assert.True(back.IsAtClient, back.ToString());
        Assert.Equal("af0ifjsldkj", back["state"]);
        Assert.Equal(IdpApp.Issuer, back["iss"]);

        var tokens = await app.RedeemAsync(back, TestClients.Asking);
        Assert.Equal(200, tokens.Status);
        var id = tokens.Claims();
        Assert.Equal("n-0S6_WzA2Mj", id.GetProperty("nonce").GetString());

        var info = await app.UserInfoAsync(tokens.AccessToken);
        Assert.Equal(200, info.Status);
        Assert.Equal(id.GetProperty("sub").GetString(), info["sub"]);
        Assert.Equal("alice@example.test", info["email"]);

        var next = await app.RefreshAsync(tokens.RefreshToken, TestClients.Asking);
        Assert.Equal(200, next.Status);
        Assert.NotEqual(tokens.RefreshToken, next.RefreshToken);

        Assert.Equal("True", (await app.IntrospectAsync(next.AccessToken, TestClients.Asking))["active"]);
        Assert.Equal(200, (await app.FormAsync("/connect/revoke", TestClients.Asking, ("token", next.RefreshToken))).Status);
        Assert.Equal("{\"active\":false}", (await app.IntrospectAsync(next.AccessToken, TestClients.Asking)).Body);
    }
}
