using IdentityServer.Domain.Clients;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Pages;

/// <summary>S078: a form counts only when it comes from its own page, in its own session.</summary>
public sealed class FormTests(SharedApp shared) : AppTests(shared)
{
    const string Token = "__RequestVerificationToken";

    /// <summary>Each form with what it needs to work, but for its token.</summary>
    async Task<(Browser Browser, WebPage Page, (string, string)[] Fields)> OpenAsync(string form)
    {
        if (form == "login")
        {
            var cold = App.NewBrowser();
            return (cold, await cold.GetAsync(AuthorizeUrl(), Ct), [("Username", IdpApp.Alice), ("Password", IdpApp.Password), ("action", "login")]);
        }
        var browser = await SignedInAsync();
        return form == "consent"
            ? (browser, await browser.GetAsync(AuthorizeUrl(await NewClientAsync(consent: ConsentPolicy.Always)), Ct), [("action", "allow")])
            : (browser, await browser.GetAsync("/account/logout", Ct), [("action", "logout")]);
    }

    static async Task<bool> HadNoEffectAsync(string form, Browser browser, WebPage page) => form switch
    {
        "login" => !await IsSignedInAsync(browser),
        "consent" => (await browser.GetAsync(page.Uri.PathAndQuery, Ct)).Has("#consent-allow"),
        _ => await IsSignedInAsync(browser),
    };

    [Theory]
    [InlineData("login")]
    [InlineData("consent")]
    [InlineData("logout")]
    public async Task A_form_without_its_token_or_with_another_sessions_gets_an_error_page_and_does_nothing(string form)
    {
        var (browser, page, fields) = await OpenAsync(form);
        var (strangers, others, _) = await OpenAsync(form);
        var url = page.Uri.PathAndQuery;
        var token = Expect.FormToken(page);
        foreach (var wrong in new[] { null, "", "x", Expect.FormToken(others), token[..^4] + "AAAA", token + "A" })
        {
            var answer = await browser.PostRawAsync(url, wrong is null ? fields : [.. fields, (Token, wrong)]);
            Expect.Page(answer);
            Assert.Contains("correlation id", answer.Body, StringComparison.Ordinal);
        }
        Assert.True(await HadNoEffectAsync(form, browser, page));

        // The token alone, without the cookie it belongs to, is nothing either.
        using var bare = App.NewBrowser();
        var session = browser.Cookies.Find("__Host-idp-session");
        if (session is not null) bare.Cookies.Store(new(IdpApp.Issuer), $"__Host-idp-session={session}; Path=/; Secure");
        Expect.Page(await bare.PostRawAsync(url, [.. fields, (Token, token)]));
        Assert.True(await HadNoEffectAsync(form, browser, page));

        Assert.Equal(303, (int)(await browser.PostRawAsync(url, [.. fields, (Token, token)])).Status);
        Assert.False(await HadNoEffectAsync(form, browser, page) && form != "consent");
        browser.Dispose();
        strangers.Dispose();
    }

    [Theory]
    [InlineData("login")]
    [InlineData("consent")]
    [InlineData("logout")]
    public async Task A_form_sent_from_another_site_is_forbidden_on_a_page_and_does_nothing(string form)
    {
        var (browser, page, fields) = await OpenAsync(form);
        Expect.Page(await browser.PostRawAsync(page.Uri.PathAndQuery, [.. fields, (Token, Expect.FormToken(page))], ("Sec-Fetch-Site", "cross-site")), 403);
        Assert.True(await HadNoEffectAsync(form, browser, page));
        Assert.Equal(303, (int)(await browser.PostRawAsync(page.Uri.PathAndQuery, [.. fields, (Token, Expect.FormToken(page))], ("Sec-Fetch-Site", "same-origin"))).Status);
        browser.Dispose();
    }

    [Theory]
    [InlineData("login")]
    [InlineData("consent")]
    [InlineData("logout")]
    public async Task A_form_sent_as_GET_or_by_another_method_does_nothing(string form)
    {
        var (browser, page, fields) = await OpenAsync(form);
        var query = string.Join('&', fields.Append((Token, Expect.FormToken(page))).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}"));
        var url = page.Uri.PathAndQuery + (page.Uri.Query.Length > 0 ? "&" : "?") + query;
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            var answer = await browser.SendRawAsync(url, method);
            Assert.NotEqual(303, (int)answer.Status);
            Assert.NotInRange((int)answer.Status, 500, 599);
            Assert.True(await HadNoEffectAsync(form, browser, page), method.Method);
        }
        browser.Dispose();
    }

    [Fact]
    public async Task A_page_opened_by_one_person_does_nothing_once_another_is_signed_in()
    {
        using var browser = await SignedInAsync();
        var page = await browser.GetAsync("/account/logout", Ct);
        await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login")), IdpApp.Bob);
        Expect.Page(await browser.PressAsync(page, "logout"));
        Assert.True(await IsSignedInAsync(browser));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public async Task A_form_in_another_content_type_is_no_form(string type)
    {
        var (browser, page, fields) = await OpenAsync("login");
        using var request = new HttpRequestMessage(HttpMethod.Post, page.Uri.PathAndQuery)
        {
            Content = new StringContent(string.Join('&', fields.Append((Token, Expect.FormToken(page))).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}")), null, type),
        };
        Assert.Equal(400, (int)(await browser.SendAsync(request, Ct)).StatusCode);
        Assert.False(await IsSignedInAsync(browser));
        browser.Dispose();
    }
}
