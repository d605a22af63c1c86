using IdentityServer.Domain.Clients;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Pages;

/// <summary>S089: the order of the steps is the server's, not the browser's.</summary>
public sealed class SkippedStepTests(SharedApp shared) : AppTests(shared)
{
    [Fact]
    public async Task Consent_before_signing_in_leads_back_to_signing_in()
    {
        using var browser = App.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Asking), Ct);
        Expect.LoginPage(await browser.GetAsync("/consent" + login.Uri.Query, Ct));
        Expect.LoginPage(await browser.PostAsync("/consent" + login.Uri.Query,
            new Dictionary<string, string> { ["__RequestVerificationToken"] = Expect.FormToken(login), ["action"] = "allow" }, Ct));
        Expect.LoginPage(await browser.GetAsync("/connect/authorize/resume" + login.Uri.Query, Ct));
    }

    [Fact]
    public async Task Agreeing_does_not_stand_in_for_the_fresh_proof_that_was_asked_for()
    {
        using var browser = await SignedInAsync();
        var client = await NewClientAsync(consent: ConsentPolicy.Always);
        var login = await browser.GetAsync(AuthorizeUrl(client, ("prompt", "login")), Ct);
        Expect.LoginPage(login);
        var other = await browser.GetAsync(AuthorizeUrl(client), Ct);
        var after = await browser.PostAsync("/consent" + login.Uri.Query,
            new Dictionary<string, string> { ["__RequestVerificationToken"] = Expect.FormToken(other), ["action"] = "allow" }, Ct);
        Expect.LoginPage(after);
    }

    [Theory]
    [InlineData("/consent")]
    [InlineData("/account/login")]
    public async Task An_empty_post_or_an_unknown_button_decides_nothing(string path)
    {
        using var browser = await SignedInAsync();
        var client = await NewClientAsync(consent: ConsentPolicy.Always);
        var page = await browser.GetAsync(path == "/consent" ? AuthorizeUrl(client) : AuthorizeUrl(client, ("prompt", "login")), Ct);
        Assert.Equal(path, page.Uri.AbsolutePath);
        foreach (var action in new[] { "", "ALLOW", "allow ", "yes", "logout" })
        {
            var again = await browser.PressAsync(page, action);
            Assert.Equal(path, again.Uri.AbsolutePath);
            Assert.False(again.IsAtClient);
        }
        var twice = await browser.PostRawAsync(page.Uri.PathAndQuery, [("__RequestVerificationToken", Expect.FormToken(page)), ("action", "nothing"), ("action", "allow")]);
        Assert.Equal(200, (int)twice.Status);
    }

    [Fact]
    public async Task Scopes_in_the_consent_form_widen_nothing()
    {
        using var browser = await SignedInAsync();
        var client = await NewClientAsync(consent: ConsentPolicy.Always);
        var page = await browser.GetAsync(AuthorizeUrl(client, ("scope", "openid")), Ct);
        var answer = await browser.PostRawAsync(page.Uri.PathAndQuery,
            [("__RequestVerificationToken", Expect.FormToken(page)), ("action", "allow"), ("scope", "openid email profile offline_access"), ("client_id", "web"), ("Scopes", "email")]);
        var back = await browser.GetAsync(answer.Response!.Headers.Location!.OriginalString, Ct);
        Assert.Equal("openid", (await App.RedeemAsync(back, client))["scope"]);
    }

    [Fact]
    public async Task The_demo_and_what_else_is_switched_off_do_not_exist()
    {
        using var browser = App.NewBrowser();
        Expect.Page(await browser.GetAsync("/demo", Ct), 404);
        foreach (var path in new[] { "/connect/register", "/connect/par", "/connect/device", "/connect/ciba", "/connect/checksession", "/account/register" })
            Expect.Page(await browser.GetAsync(path, Ct), 404);
    }
}
