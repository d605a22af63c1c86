using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>A provider that is away, slow, wrong or unwilling: back to the login page, in words of ours, and the password still works.</summary>
public sealed class TroubleTests(AtProvider at) : IClassFixture<AtProvider>, IAsyncLifetime
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await at.ResetAsync();

    public ValueTask DisposeAsync() => default;

    /// <summary>What the person sees; and that they get in with their password all the same.</summary>
    async Task IsToldAsync(WebPage page, Browser browser, string words, string reason, string detail = "")
    {
        Expect.LoginPage(page);
        Assert.Equal(words, page.Text("#login-notice strong"));
        at.Refused(reason, detail);
        Assert.Null(browser.Cookies.Find("__Host-idp-session"));
        Expect.Code(await browser.SignInAsync(page, IdpApp.Alice, IdpApp.Password));
    }

    [Theory]
    [InlineData("access_denied", "You have not signed in with Example.", "UpstreamDenied")]
    [InlineData("user_cancelled_authorize", "You have not signed in with Example.", "UpstreamDenied")]
    [InlineData("temporarily_unavailable", "Example does not answer at the moment.", "UpstreamUnavailable")]
    [InlineData("invalid_scope", "Signing in with Example did not work.", "UpstreamErrored")]
    [InlineData("<script>alert(1)</script>", "Signing in with Example did not work.", "UpstreamErrored")]
    public async Task An_error_answer_ends_at_the_login_page_and_nothing_of_it_is_shown(string error, string words, string reason)
    {
        using var browser = at.App.NewBrowser();
        var page = await at.LogInAsync(browser, "x", null, ("code", null), ("error", error), ("error_description", "<b>Call 0900 123</b>"));
        Assert.DoesNotContain("0900", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)", page.Body + at.Log.Text, StringComparison.Ordinal);
        await IsToldAsync(page, browser, words, reason, error.StartsWith('<') || error.StartsWith("user_", StringComparison.Ordinal) ? "an unregistered code" : error);
        Assert.Equal(0, at.Provider.Count(ScriptedProvider.TokenPath));
    }

    [Fact]
    public async Task A_provider_whose_document_cannot_be_had_is_not_gone_to()
    {
        at.App.Clock.Advance(TimeSpan.FromHours(25));
        at.Provider.Instead[ScriptedProvider.DiscoveryPath] = http =>
        {
            http.Response.StatusCode = 503;
            return http.Response.WriteAsync("<b>0900</b>", Ct);
        };
        using var browser = at.App.NewBrowser();
        await IsToldAsync(await AtProvider.BeginAsync(browser), browser, "Example does not answer at the moment.", "UpstreamUnavailable", "discovery_status");
        at.Provider.Instead.Clear();
        at.Provider.Discovery = document => document["issuer"] = "https://evil.example";
        at.App.Clock.Advance(TimeSpan.FromMinutes(1));
        using var another = at.App.NewBrowser();
        await IsToldAsync(await another.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("idp_hint", AtProvider.Id)), Ct), another,
            "Example does not answer at the moment.", "UpstreamMetadataUnusable", "discovery_issuer_differs");
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_up_after_five_seconds()
    {
        at.Provider.Instead[ScriptedProvider.TokenPath] = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var browser = at.App.NewBrowser();
        var begun = TimeProvider.System.GetTimestamp();
        var page = await at.LogInAsync(browser, "x");
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15));
        await IsToldAsync(page, browser, "Example does not answer at the moment.", "UpstreamUnavailable", "TimedOut");
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"0900"}""", "HTTP 400, invalid_grant")]
    [InlineData(401, """{"error":"invalid_client"}""", "HTTP 401, invalid_client")]
    [InlineData(400, """{"error":"0900"}""", "HTTP 400, an unregistered code")]
    [InlineData(403, "no", "HTTP 403, no code")]
    [InlineData(200, """{"error":"invalid_grant"}""", "invalid_grant")]
    public async Task A_token_request_that_is_refused_is_for_the_operator_to_read_in_the_log(int status, string body, string detail)
    {
        at.Provider.Instead[ScriptedProvider.TokenPath] = http => AnswerAsync(http, status, body);
        using var browser = at.App.NewBrowser();
        await IsToldAsync(await at.LogInAsync(browser, "x"), browser, "Signing in with Example did not work.", "UpstreamTokenRequestRefused", detail);
        Assert.DoesNotContain("0900", at.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>", "not JSON")]
    [InlineData("""{"token_type":"Bearer","id_token":"x"}""", "access_token")]
    [InlineData("""{"access_token":"x","token_type":"Bearer"}""", "id_token")]
    [InlineData("""{"access_token":"x","token_type":"DPoP","id_token":"x"}""", "token_type")]
    public async Task A_token_answer_has_to_be_one(string body, string detail)
    {
        at.Provider.Instead[ScriptedProvider.TokenPath] = http => AnswerAsync(http, 200, body);
        using var browser = at.App.NewBrowser();
        await IsToldAsync(await at.LogInAsync(browser, "x"), browser, "Signing in with Example did not work.", "UpstreamTokenAnswerUnusable", detail);
    }

    [Fact]
    public async Task An_ID_token_that_is_not_believed_lets_nobody_in()
    {
        at.Provider.Claims = claims => claims["exp"] = claims["iat"]!.GetValue<long>() - 61;
        using var browser = at.App.NewBrowser();
        await IsToldAsync(await at.LogInAsync(browser, "x"), browser, "Signing in with Example did not work.", "UpstreamIdTokenRefused", "Expired");
    }

    [Fact]
    public async Task User_info_of_somebody_else_is_not_used()
    {
        at.Provider.Claims = claims => claims.Remove("email");
        at.Provider.UserInfo = claims => claims["sub"] = "another";
        using var browser = at.App.NewBrowser();
        await IsToldAsync(await at.LogInAsync(browser, "x"), browser, "Signing in with Example did not work.", "UpstreamUserInfoUnusable", "sub");
    }

    [Fact]
    public async Task Without_a_subject_nobody_comes_in()
    {
        await at.ChangeAsync(connection => connection with { SubjectExpression = "{tenant}|{sub}" });
        using var browser = at.App.NewBrowser();
        await IsToldAsync(await at.LogInAsync(browser, "x"), browser, "Signing in with Example did not work.", "UpstreamSubjectUnusable");
    }

    [Fact]
    public async Task A_disabled_or_locked_user_stays_outside_in_neutral_words()
    {
        var sub = $"held-{Guid.CreateVersion7():n}";
        using (var browser = at.App.NewBrowser()) Expect.Code(await at.LogInAsync(browser, sub));
        var user = (await at.IdentityAsync(sub))!.User;
        await at.App.ChangeUserAsync(user.Id, held => held.Disabled = true);
        using var again = at.App.NewBrowser();
        await IsToldAsync(await at.LogInAsync(again, sub), again, "You cannot sign in here with this account of Example.", "UpstreamUserRefused", "disabled");
    }

    [Fact]
    public async Task A_forged_notice_says_nothing()
    {
        using var browser = at.App.NewBrowser();
        Assert.False((await browser.GetAsync("/account/login?trouble=Unavailable&with=nobody", Ct)).Has("#login-notice"));
        Assert.False((await browser.GetAsync("/account/login?trouble=%3Cb%3E&with=example", Ct)).Has("#login-notice"));
    }

    static Task AnswerAsync(HttpContext http, int status, string body)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, "application/json");
        return http.Response.WriteAsync(body, Ct);
    }
}
