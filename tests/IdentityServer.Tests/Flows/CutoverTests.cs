using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Flows;

/// <summary>
/// A page of a client posts the token of the provider before: nobody has to log in again. The POST is sent as browsers send it
/// from another site: with its Origin, and without our cookies, which are SameSite=Lax. S057, S058.
/// </summary>
public sealed class CutoverTests(TrustingApp trusting) : IClassFixture<TrustingApp>
{
    readonly IdpApp app = trusting.App;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Task<TrustedIssuer> MovingAsync(Func<TrustedIssuer, TrustedIssuer>? change = null) => trusting.TrustAsync(issuer =>
    {
        issuer = issuer with { CutoverPoolId = PoolId.Default, CutoverUntil = app.Clock.Now.AddDays(7) };
        return change is null ? issuer : change(issuer);
    });

    /// <summary>The form that the client's page posts, and the redirect that follows.</summary>
    async Task<WebPage> PostAsync(Browser browser, string? token, string? origin = TestClients.Origin, params (string Name, string? Value)[] changes)
    {
        var location = await BeginAsync(browser, token, origin, changes);
        if (token is not null) Assert.DoesNotContain(token, location, StringComparison.Ordinal);
        return await browser.GetAsync(location, Ct);
    }

    async Task<WebPage> PostToLoginAsync(Browser browser, string? token, string? origin = TestClients.Origin)
    {
        var page = await PostAsync(browser, token, origin);
        Assert.EndsWith("/account/login", page.Uri.AbsolutePath, StringComparison.Ordinal);
        return page;
    }

    Task<Answer> RedeemPublicAsync(WebPage atClient) => app.RedeemAsync(atClient, TestClients.Public);

    [Fact]
    public async Task A_browser_with_a_token_of_the_provider_before_is_signed_in_under_the_same_id()
    {
        var (issuer, sub) = (await MovingAsync(), $"u-{Guid.CreateVersion7():n}");
        using var browser = app.NewBrowser();
        var token = trusting.Token(issuer.Issuer, sub, $"\"name\":\"Una\",\"email\":\"{sub}@example.test\",\"email_verified\":true");
        var back = await PostAsync(browser, token, TestClients.Origin, ("scope", "openid profile email"));
        Expect.Code(back);
        var answer = (await RedeemPublicAsync(back)).Grants();
        var claims = answer.Claims();
        Assert.Equal(sub, claims.GetProperty("sub").GetString());
        Assert.DoesNotContain("pwd", claims.GetProperty("amr").EnumerateArray().Select(one => one.GetString()));
        Assert.False(claims.TryGetProperty("acr", out _));
        var info = (await app.UserInfoAsync(answer.AccessToken)).Json;
        Assert.Equal(("Una", $"{sub}@example.test", true), (info.GetProperty("name").GetString(), info.GetProperty("email").GetString(), info.GetProperty("email_verified").GetBoolean()));

        // The session is there, and ends like every other.
        var silent = await browser.GetAsync(AuthorizeUrl(TestClients.Public, ("prompt", "none")), Ct);
        Expect.Code(silent);
        Assert.Equal(sub, (await RedeemPublicAsync(silent)).Claims().GetProperty("sub").GetString());
        await app.Service<ISessionStore>().EndAsync(PoolId.Default, new(claims.GetProperty("sid").GetString()!), app.Clock.Now, Ct);
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Public, ("prompt", "none")), Ct), "login_required");

        Assert.Contains("\"user.created\"", (await trusting.Org.Admin.GetAsync("/v1/audit")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(token, trusting.Org.Log.Text, StringComparison.Ordinal);
        Assert.Contains("1411 ", trusting.Org.Log.Text, StringComparison.Ordinal);
        // One token begins one session.
        using var thief = app.NewBrowser();
        await PostToLoginAsync(thief, token);
        Assert.Contains("Spent", trusting.Org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_works_without_a_page_of_ours_too_and_never_for_whoever_wants_a_fresh_login()
    {
        var issuer = await MovingAsync();
        using var browser = app.NewBrowser();
        Expect.Code(await PostAsync(browser, trusting.Token(issuer.Issuer, "silent"), TestClients.Origin, ("prompt", "none")));
        using var another = app.NewBrowser();
        var page = await PostAsync(another, trusting.Token(issuer.Issuer, "fresh"), TestClients.Origin, ("prompt", "login"));
        Assert.EndsWith("/account/login", page.Uri.AbsolutePath, StringComparison.Ordinal);
        using var third = app.NewBrowser();
        var old = trusting.Token(issuer.Issuer, "old", $"\"auth_time\":{app.Clock.Now.ToUnixTimeSeconds() - 3600}");
        page = await PostAsync(third, old, TestClients.Origin, ("max_age", "600"));
        Assert.EndsWith("/account/login", page.Uri.AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_page_of_another_site_signs_nobody_in(string? origin)
    {
        var issuer = await MovingAsync();
        using var browser = app.NewBrowser();
        var token = trusting.Token(issuer.Issuer, "victim");
        await PostToLoginAsync(browser, token, origin);
        Assert.Null(await app.Service<IUserStore>().FindAsync(PoolId.Default, new("victim"), Ct));
        Assert.DoesNotContain(token, trusting.Org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_leads_to_the_login_page_as_always()
    {
        var over = await MovingAsync(issuer => issuer with { CutoverUntil = app.Clock.Now });
        var elsewhere = await MovingAsync(issuer => issuer with { CutoverPoolId = new(Guid.CreateVersion7().ToString()) });
        var never = await trusting.TrustAsync();
        var good = await MovingAsync();
        var strangers = await MovingAsync(issuer => issuer with { OrganizationId = trusting.Org.Other.Organization });
        var own = await app.TokensAsync(TestClients.Public, "openid");
        string[] tokens =
        [
            "not.a-token", own.AccessToken, own["id_token"]!, trusting.Token(over.Issuer), trusting.Token(elsewhere.Issuer), trusting.Token(never.Issuer), trusting.Token(strangers.Issuer),
            trusting.Token(good.Issuer, lives: -120), trusting.Token(good.Issuer, audience: "another"), Forge.SignedByStranger(trusting.Token(good.Issuer)),
        ];
        foreach (var token in tokens)
        {
            using var browser = app.NewBrowser();
            var page = await PostToLoginAsync(browser, token);
            // And from there everything goes on.
            Expect.Code(await browser.SignInAsync(page, IdpApp.Alice, IdpApp.Password));
        }
    }

    [Fact]
    public async Task Who_is_signed_in_stays_signed_in()
    {
        var issuer = await MovingAsync();
        using var browser = app.NewBrowser();
        Expect.Code(await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Public)));
        var before = (await app.TokensAsync(TestClients.Public, "openid")).Claims().GetProperty("sub").GetString();
        var token = trusting.Token(issuer.Issuer, "somebody-else");
        var back = await PostAsync(browser, token);
        Assert.Equal(before, (await RedeemPublicAsync(back)).Claims().GetProperty("sub").GetString());
        Assert.Null(await app.Service<IUserStore>().FindAsync(PoolId.Default, new("somebody-else"), Ct));
        Assert.Contains("AnotherIsSignedIn", trusting.Org.Log.Text, StringComparison.Ordinal);
        // Nobody's session came of it, so it is still good.
        using var fresh = app.NewBrowser();
        Assert.Equal("somebody-else", (await RedeemPublicAsync(await PostAsync(fresh, token))).Claims().GetProperty("sub").GetString());
        // The same user again: nothing happens, and the token stays good.
        var again = trusting.Token(issuer.Issuer, "somebody-else", "\"n\":1");
        Expect.Code(await PostAsync(fresh, again));
        using var last = app.NewBrowser();
        Expect.Code(await PostAsync(last, again));
    }

    [Fact]
    public async Task A_held_user_is_not_let_in()
    {
        var issuer = await MovingAsync();
        var user = await app.AddUserAsync($"held-{Guid.CreateVersion7():n}");
        await app.ChangeUserAsync(user.Id, row => row.Disabled = true);
        using var browser = app.NewBrowser();
        await PostToLoginAsync(browser, trusting.Token(issuer.Issuer, user.Id.Value));
    }

    [Fact]
    public async Task A_token_does_not_belong_into_an_address()
    {
        var issuer = await MovingAsync();
        using var browser = app.NewBrowser();
        var token = trusting.Token(issuer.Issuer);
        var back = await browser.GetAsync(AuthorizeUrl(TestClients.Public, ("trusted_token", token)), Ct);
        Expect.Error(back, "invalid_request");
        Assert.DoesNotContain(token, back.Uri.OriginalString, StringComparison.Ordinal);
        Assert.Equal(Reason.TrustedTokenInAddress.Sentence, back["error_description"]);
    }

    [Fact]
    public async Task What_was_proved_opens_nothing_in_another_request_and_not_for_long()
    {
        var issuer = await MovingAsync();
        Uri address = new(IdpApp.Issuer + "/connect/authorize");
        using var browser = app.NewBrowser();
        await PostToLoginAsync(browser, "not.a-token");
        var before = browser.Cookies.Header(address);
        Assert.DoesNotContain("idp-cutover", before, StringComparison.Ordinal);

        // The cookie of one request beside the transaction of another.
        using var mixed = app.NewBrowser();
        var first = await BeginAsync(mixed, trusting.Token(issuer.Issuer, "mixed"), TestClients.Origin);
        var second = await mixed.GetAsync(AuthorizeUrl(TestClients.Public), Ct);
        Assert.EndsWith("/account/login", second.Uri.AbsolutePath, StringComparison.Ordinal);
        var other = await mixed.GetAsync("/connect/authorize/resume" + second.Uri.Query, Ct);
        Assert.EndsWith("/account/login", other.Uri.AbsolutePath, StringComparison.Ordinal);
        Assert.EndsWith("/account/login", (await mixed.GetAsync(first, Ct)).Uri.AbsolutePath, StringComparison.Ordinal);
    }

    /// <summary>The POST; returns where it leads.</summary>
    async Task<string> BeginAsync(Browser browser, string? token, string? origin, params (string Name, string? Value)[] changes)
    {
        Uri address = new(IdpApp.Issuer + "/connect/authorize");
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        var query = new Uri(IdpApp.Issuer + AuthorizeUrl(TestClients.Public, [.. changes, ("trusted_token", token)])).Query;
        request.Content = new FormUrlEncodedContent(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        using var response = await app.Http.SendAsync(request, Ct);
        Assert.Equal(303, (int)response.StatusCode);
        foreach (var line in response.Headers.GetValues("Set-Cookie")) browser.Cookies.Store(address, line);
        return response.Headers.Location!.OriginalString;
    }
}
