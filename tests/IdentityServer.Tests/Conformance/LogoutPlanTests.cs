using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Conformance;

/// <summary>oidcc-rp-initiated-logout-certification-test-plan: one test per module.</summary>
public sealed class LogoutPlanTests(SharedApp shared) : SuiteTests(shared)
{
    /// <summary>Signs in, then asks to sign out with what the module sends; presses the button where there is a question.</summary>
    async Task<(WebPage Page, Browser Browser)> SignOutAsync(Func<string, (string Name, string? Value)[]> parameters)
    {
        var browser = App.NewBrowser();
        var client = await NewSuiteClientAsync();
        var tokens = await CompleteAsync(await VisitAsync(browser, Url(client), (await NewPersonAsync()).Username), client);
        var query = QueryString.Create(parameters(tokens["id_token"]!).Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        var page = await browser.GetAsync("/connect/endsession" + query, Ct);
        if (page.Uri.AbsolutePath == "/account/logout") page = await browser.SubmitAsync(page, "form", Nothing, "logout", Ct);
        return (page, browser);
    }

    async Task StaysHereAsync(Func<string, (string Name, string? Value)[]> parameters)
    {
        var (page, browser) = await SignOutAsync(parameters);
        using (browser) Expect.Page(page);
    }

    async Task SignedOutHereAsync(Func<string, (string Name, string? Value)[]> parameters)
    {
        var (page, browser) = await SignOutAsync(parameters);
        using (browser)
        {
            Assert.Equal("/account/signed-out", page.Uri.AbsolutePath);
            Assert.Contains("signed out", page.Document.Body!.TextContent, StringComparison.Ordinal);
            Assert.False(page.Has("#signed-out-return"));
            Assert.False(await IsSignedInAsync(browser));
        }
    }

    [Fact]
    public async Task Discovery_endpoint_verification()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        Assert.StartsWith("https://", (await App.SendAsync(request))["end_session_endpoint"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Oidcc_rp_initiated_logout_and_no_state(bool withState)
    {
        var (page, browser) = await SignOutAsync(hint => [("id_token_hint", hint), ("post_logout_redirect_uri", TestClients.SignedOut), ("state", withState ? State : null)]);
        using (browser)
        {
            Assert.True(page.IsAtClient, page.ToString());
            Assert.Equal(TestClients.SignedOut, page.Uri.GetLeftPart(UriPartial.Path));
            Assert.Equal(withState ? ["state"] : [], page.Parameters.Keys);
            if (withState) Assert.Equal(State, page["state"]);
            Assert.False(await IsSignedInAsync(browser));
        }
    }

    [Fact]
    public Task Bad_post_logout_redirect_uri() =>
        StaysHereAsync(hint => [("id_token_hint", hint), ("post_logout_redirect_uri", "https://app.example/bad"), ("state", State)]);

    [Fact]
    public Task Query_added_to_post_logout_redirect_uri() =>
        StaysHereAsync(hint => [("id_token_hint", hint), ("post_logout_redirect_uri", TestClients.SignedOut + "?foo=bar"), ("state", State)]);

    [Fact]
    public Task Modified_id_token_hint() =>
        StaysHereAsync(hint => [("id_token_hint", Forge.Unsigned(hint)), ("post_logout_redirect_uri", TestClients.SignedOut), ("state", State)]);

    [Fact]
    public Task Bad_id_token_hint() =>
        StaysHereAsync(hint => [("id_token_hint", Forge.SignedByStranger(hint)), ("post_logout_redirect_uri", TestClients.SignedOut), ("state", State)]);

    [Fact]
    public Task No_id_token_hint() => StaysHereAsync(_ => [("post_logout_redirect_uri", TestClients.SignedOut), ("state", State)]);

    [Fact]
    public Task No_params() => SignedOutHereAsync(_ => []);

    [Fact]
    public Task Only_state() => SignedOutHereAsync(_ => [("state", State)]);

    [Fact]
    public Task No_post_logout_redirect_uri() => SignedOutHereAsync(hint => [("id_token_hint", hint), ("state", State)]);
}
