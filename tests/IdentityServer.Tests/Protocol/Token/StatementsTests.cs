using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Token;

/// <summary>The hot path: how often each request goes to the database.</summary>
public sealed class StatementsTests
{
    [Fact]
    public async Task A_request_asks_the_database_as_rarely_as_this()
    {
        using var statements = Statements.Watch();
        await using var app = await IdpApp.StartAsync();
        statements.Database = app.Folder;
        await statements.SettleAsync(TestContext.Current.CancellationToken);
        // Everything once beforehand: clients and resources are then in memory.
        var first = await app.TokensAsync(scope: "openid offline_access cart");
        await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"));
        using var browser = app.NewBrowser();
        await browser.AuthorizeAsync(AuthorizeUrl());
        statements.Take();

        var back = await browser.AuthorizeAsync(AuthorizeUrl(changes: ("scope", "openid offline_access cart")));
        Count(2, "authorize with a session: read the session with its user, write the family");

        var tokens = (await app.RedeemAsync(back)).Grants();
        Count(2, "redeem a code: read the family with its user, take it");

        var next = (await app.RefreshAsync(tokens.RefreshToken)).Grants();
        Count(2, "refresh: read the family with its user, rotate it");

        (await app.RefreshAsync(tokens.RefreshToken)).Grants();
        Count(1, "a retried refresh: read");

        (await app.FormAsync("/connect/token", TestClients.Service, ("grant_type", "client_credentials"))).Grants();
        Count(0, "client credentials: nothing");

        Assert.Equal(200, (await app.UserInfoAsync(next.AccessToken)).Status);
        Count(2, "userinfo: revoked alone, and the family with its user");

        Assert.Equal("True", (await app.IntrospectAsync(next.AccessToken))["active"]);
        Count(2, "introspect an access token");

        Assert.Equal("True", (await app.IntrospectAsync(next.RefreshToken))["active"]);
        Count(1, "introspect a refresh token");

        var session = browser.Cookies.Header(new(IdpApp.Issuer));
        Assert.NotEmpty(session);
        (await app.RawAsync(HttpMethod.Post, "/connect/token", "grant_type=client_credentials"u8.ToArray(), RawCalls.BasicOf(TestClients.Service), headers: ("Cookie", session))).Grants();
        Count(0, "a token request with a session's cookie: nothing, for the cookie means nothing here");

        (await app.RawAsync("/connect/token", "grant_type=refresh_token&refresh_token=x", RawCalls.BasicOf(TestClients.Web))).Refuses("invalid_grant");
        Count(0, "a refresh token that is none: nothing");

        (await app.RawAsync("/connect/token", "grant_type=client_credentials", "Basic bTJtOng=")).Refuses("invalid_client", 401);
        Count(0, "a wrong secret: nothing");

        Assert.Equal(200, (await app.RawAsync(HttpMethod.Get, "/.well-known/jwks.json")).Status);
        Assert.Equal(200, (await app.RawAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Status);
        Count(0, "keys and metadata: nothing");
        Assert.NotEqual(first.RefreshToken, tokens.RefreshToken);

        void Count(int most, string what)
        {
            var sent = statements.Take();
            Assert.True(sent.Count == most, $"{what}: {most} statements, not {sent.Count}\n{string.Join("\n\n", sent)}");
        }
    }
}
