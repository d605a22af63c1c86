using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Refresh;

/// <summary>S039, S042, S043, S044, S046, conformance 33.</summary>
public sealed class RotationTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    readonly IdpApp app = node.First;

    [Fact]
    public async Task A_lost_answer_is_given_again_within_ten_seconds()
    {
        var first = (await app.TokensAsync()).RefreshToken;
        var second = (await app.RefreshAsync(first)).Grants().RefreshToken;
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(second, (await app.RefreshAsync(first)).Grants().RefreshToken);
        (await app.RefreshAsync(second)).Grants();
    }

    [Fact]
    public async Task After_ten_seconds_the_old_token_is_theft_and_ends_the_family()
    {
        var tokens = await app.TokensAsync();
        var next = (await app.RefreshAsync(tokens.RefreshToken)).Grants();
        app.Clock.Advance(TimeSpan.FromSeconds(10.001));
        (await app.RefreshAsync(tokens.RefreshToken)).Refuses("invalid_grant");
        await IsDeadAsync(next);
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(tokens.AccessToken)).Body);
    }

    /// <summary>A retry answers again; it does not buy more time.</summary>
    [Fact]
    public async Task Retries_do_not_move_the_window()
    {
        var first = (await app.TokensAsync()).RefreshToken;
        (await app.RefreshAsync(first)).Grants();
        app.Clock.Advance(TimeSpan.FromSeconds(9));
        (await app.RefreshAsync(first)).Grants();
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        (await app.RefreshAsync(first)).Refuses("invalid_grant");
    }

    /// <summary>§3 decision 1: only the direct parent of the newest, unused token.</summary>
    [Fact]
    public async Task Once_the_successor_was_used_its_parent_is_theft_at_once()
    {
        var first = (await app.TokensAsync()).RefreshToken;
        var second = (await app.RefreshAsync(first)).Grants().RefreshToken;
        var third = (await app.RefreshAsync(second)).Grants();
        (await app.RefreshAsync(first)).Refuses("invalid_grant");
        await IsDeadAsync(third);
    }

    [Theory]
    [InlineData(TestClients.Evil)]
    [InlineData(TestClients.Public)]
    [InlineData(TestClients.Asking)]
    public async Task Another_client_cannot_refresh_and_does_no_harm(string thief)
    {
        var first = (await app.TokensAsync()).RefreshToken;
        (await app.RefreshAsync(first, thief)).Refuses("invalid_grant");
        var second = (await app.RefreshAsync(first)).Grants().RefreshToken;
        // Not even with one that has been used up.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await app.RefreshAsync(first, thief)).Refuses("invalid_grant");
        (await app.RefreshAsync(second)).Grants();
    }

    [Fact]
    public async Task Without_client_authentication_there_is_no_refresh()
    {
        var first = (await app.TokensAsync()).RefreshToken;
        (await app.RefreshAsync(first, null!)).Refuses("invalid_client", 401);
        (await app.RefreshAsync(first, null!, ("client_id", TestClients.Web))).Refuses("invalid_client", 401);
        (await app.RefreshAsync(first)).Grants();
    }

    [Fact]
    public async Task A_wider_scope_is_refused_and_costs_nothing()
    {
        var first = (await app.TokensAsync(scope: "openid offline_access email")).RefreshToken;
        (await app.RefreshAsync(first, more: ("scope", "openid profile"))).Refuses("invalid_scope");
        (await app.RefreshAsync(first, more: ("scope", "openid unknown"))).Refuses("invalid_scope");
        (await app.RefreshAsync(first, more: ("scope", "op\"enid"))).Refuses("invalid_scope");
        // The token was not spent on that: it is still the newest.
        Assert.Equal("True", (await app.IntrospectAsync(first))["active"]);
    }

    [Fact]
    public async Task A_narrower_scope_is_for_that_access_token_only()
    {
        var first = await app.TokensAsync(scope: "openid offline_access email cart");
        var narrow = (await app.RefreshAsync(first.RefreshToken, more: ("scope", "openid"))).Grants();
        Assert.Equal("openid", narrow["scope"]);
        Assert.Equal("openid", narrow.Claims("access_token").GetProperty("scope").GetString());
        Assert.Null((await app.UserInfoAsync(narrow.AccessToken))["email"]);
        var back = (await app.RefreshAsync(narrow.RefreshToken)).Grants();
        Assert.Equal("openid offline_access email cart", back["scope"]);
        Assert.Equal("alice@example.test", (await app.UserInfoAsync(back.AccessToken))["email"]);
    }

    [Fact]
    public async Task Without_openid_there_is_no_id_token_and_no_userinfo()
    {
        var first = await app.TokensAsync(scope: "openid offline_access cart");
        var narrow = (await app.RefreshAsync(first.RefreshToken, more: ("scope", "cart"))).Grants();
        Assert.Null(narrow["id_token"]);
        (await app.UserInfoAsync(narrow.AccessToken)).Refuses("insufficient_scope", 403, challenged: true);
    }

    [Fact]
    public async Task The_refreshed_id_token_is_about_the_same_sign_in()
    {
        var first = await app.TokensAsync();
        app.Clock.Advance(TimeSpan.FromHours(3));
        var (before, after) = (first.Claims(), (await app.RefreshAsync(first.RefreshToken)).Grants().Claims());
        foreach (var claim in (string[])["iss", "sub", "aud", "auth_time", "acr", "sid"])
            Assert.Equal(before.GetProperty(claim).ToString(), after.GetProperty(claim).ToString());
        Assert.Equal(app.Clock.Now.ToUnixTimeSeconds(), after.GetProperty("iat").GetInt64());
        Assert.NotEqual(before.GetProperty("at_hash").GetString(), after.GetProperty("at_hash").GetString());
        // OIDC Core §12.2: it should have no nonce.
        Assert.False(after.TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task A_token_unused_for_two_weeks_is_dead()
    {
        var token = (await app.TokensAsync()).RefreshToken;
        app.Clock.Advance(TimeSpan.FromDays(14));
        var next = (await app.RefreshAsync(token)).Grants().RefreshToken;
        app.Clock.Advance(TimeSpan.FromDays(14) + TimeSpan.FromSeconds(1));
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(next)).Body);
        (await app.RefreshAsync(next)).Refuses("invalid_grant");
    }

    [Fact]
    public async Task Use_does_not_extend_the_absolute_limit()
    {
        var token = (await app.TokensAsync()).RefreshToken;
        for (var day = 0; day < 80; day += 10)
        {
            app.Clock.Advance(TimeSpan.FromDays(10));
            token = (await app.RefreshAsync(token)).Grants().RefreshToken;
        }
        app.Clock.Advance(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));
        token = (await app.RefreshAsync(token)).Grants().RefreshToken;
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        (await app.RefreshAsync(token)).Refuses("invalid_grant");
    }

    [Fact]
    public async Task Anything_but_the_token_as_it_was_written_is_unknown_and_does_no_harm()
    {
        var token = (await app.TokensAsync()).RefreshToken;
        string[] others =
        [
            token + "=", token + " ", token[..^1], token + "A", token.ToUpperInvariant(), (token[0] == 'A' ? "B" : "A") + token[1..],
            token[..^1] + (token[^1] == 'A' ? 'Q' : 'A'), "x", new string('A', token.Length), "‮" + token,
        ];
        foreach (var other in others) (await app.RefreshAsync(other)).Refuses("invalid_grant");
        (await app.FormAsync("/connect/token", TestClients.Web, ("grant_type", "refresh_token"))).Refuses("invalid_request");
        (await app.RefreshAsync(token)).Grants();
    }

    /// <summary>The session is over; offline access was for exactly that. OIDC Core §11.</summary>
    [Fact]
    public async Task Signing_out_leaves_offline_access_and_ends_the_rest()
    {
        using var browser = app.NewBrowser();
        var offline = (await app.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl(changes: ("scope", "openid offline_access"))))).Grants();
        var online = (await app.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl()))).Grants();
        await browser.GetAsync($"/connect/endsession?id_token_hint={online["id_token"]}", TestContext.Current.CancellationToken);
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(online.AccessToken)).Body);
        (await app.RefreshAsync(offline.RefreshToken)).Grants();
    }

    async Task IsDeadAsync(Answer tokens)
    {
        (await app.RefreshAsync(tokens.RefreshToken)).Refuses("invalid_grant");
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(tokens.RefreshToken)).Body);
        Assert.Equal(Refusals.Inactive, (await app.IntrospectAsync(tokens.AccessToken)).Body);
        (await app.UserInfoAsync(tokens.AccessToken)).Refuses("invalid_token", 401);
    }
}
