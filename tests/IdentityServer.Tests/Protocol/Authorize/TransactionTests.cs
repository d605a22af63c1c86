using IdentityServer.Domain.Clients;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S010, S011: a flow belongs to the browser that began it, and ends once.</summary>
public sealed class TransactionTests(SharedApp shared) : AppTests(shared)
{
    [Fact]
    public async Task Nothing_minted_for_one_browser_opens_in_another_signed_in_or_not()
    {
        using var ours = App.NewBrowser();
        using var cold = App.NewBrowser();
        using var bobs = await SignedInAsync(IdpApp.Bob);
        // Bob's browser has begun a flow of its own, so it does have a flow cookie.
        var bobsLogin = await bobs.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login")), Ct);
        Expect.LoginPage(bobsLogin);

        var client = await NewClientAsync(consent: ConsentPolicy.Always);
        var login = await ours.GetAsync(AuthorizeUrl(client), Ct);
        foreach (var other in new[] { cold, bobs })
        {
            foreach (var path in new[] { "/account/login", "/connect/authorize/resume", "/consent" })
                Expect.Page(await other.GetAsync(path + login.Uri.Query, Ct));
            Expect.Page(await other.PostRawAsync("/account/login" + login.Uri.Query,
                [("__RequestVerificationToken", Expect.FormToken(bobsLogin)), ("Username", IdpApp.Bob), ("Password", IdpApp.Password)]));
        }

        var consent = await ours.SignInAsync(login, IdpApp.Alice, IdpApp.Password);
        foreach (var other in new[] { cold, bobs })
        {
            Expect.Page(await other.GetAsync(consent.Uri.PathAndQuery, Ct));
            Expect.Page(await other.GetAsync("/connect/authorize/resume" + consent.Uri.Query, Ct));
            Expect.Page(await other.PostRawAsync(consent.Uri.PathAndQuery, [("__RequestVerificationToken", Expect.FormToken(consent)), ("action", "allow")]));
        }
        Expect.Code(await ours.SubmitAsync(consent, "form", Nothing, "consent-allow", Ct));
    }

    [Fact]
    public async Task A_transaction_answers_once_and_then_every_page_of_it_is_closed()
    {
        using var browser = App.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(), Ct);
        Expect.Code(await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password));
        foreach (var path in new[] { "/account/login", "/connect/authorize/resume", "/consent" })
            Expect.Page(await browser.GetAsync(path + login.Uri.Query, Ct));
    }

    [Fact]
    public async Task Of_many_tabs_that_finish_one_transaction_at_once_one_gets_a_code()
    {
        using var browser = await SignedInAsync();
        var client = await NewClientAsync(consent: ConsentPolicy.Remember);
        var consent = await browser.GetAsync(AuthorizeUrl(client), Ct);
        var token = Expect.FormToken(consent);
        var back = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            browser.PostAsync(consent.Uri.PathAndQuery, new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["action"] = "allow" }, Ct)));
        Expect.Code(Assert.Single(back, page => page.IsAtClient));
        Assert.All(back.Where(page => !page.IsAtClient), page => Expect.Page(page));
    }

    [Fact]
    public async Task A_transaction_ends_after_half_an_hour()
    {
        using var browser = App.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(), Ct);
        App.Clock.Advance(TimeSpan.FromMinutes(30));
        Expect.Page(await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?tx=")]
    [InlineData("?tx=x")]
    [InlineData("?tx=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("?tx=%00")]
    [InlineData("?tx=https%3A%2F%2Fevil.example")]
    public async Task A_handle_that_names_nothing_opens_nothing(string query)
    {
        using var browser = await SignedInAsync();
        await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login")), Ct);
        Expect.Page(await browser.GetAsync("/connect/authorize/resume" + query, Ct));
        Expect.Page(await browser.GetAsync("/consent" + query, Ct));
        if (query.Length > 4) Expect.Page(await browser.GetAsync("/account/login" + query, Ct));
    }

    [Fact]
    public async Task A_redirect_uri_or_a_client_that_goes_while_the_person_signs_in_gets_nothing()
    {
        using var browser = App.NewBrowser();
        var client = await NewClientAsync();
        var login = await browser.GetAsync(AuthorizeUrl(client), Ct);
        await NewClientAsync(id: client, redirectUris: ["https://app.example/other"]);
        Expect.Page(await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password));
    }

    [Fact]
    public async Task A_password_is_answered_with_303_and_never_sent_on()
    {
        using var browser = App.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(), Ct);
        var answer = await browser.PostRawAsync(login.Uri.PathAndQuery,
            [("__RequestVerificationToken", Expect.FormToken(login)), ("Username", IdpApp.Alice), ("Password", IdpApp.Password)]);
        Assert.Equal(303, (int)answer.Status);
        Assert.StartsWith("/connect/authorize/resume?tx=", answer.Response!.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var code = await browser.SendRawAsync(answer.Response.Headers.Location.OriginalString);
        Assert.Equal(303, (int)code.Status);
        Assert.True(code.Response!.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain(IdpApp.Password, code.Response.Headers.ToString(), StringComparison.Ordinal);
    }
}
