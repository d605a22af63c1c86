using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Sessions;
using IdentityServer.Storage;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S129: whatever breaks inside, the outside learns nothing, and nothing opens.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    const string Secret = "SELECT * FROM Users -- at IdentityServer.Storage in /srv/secret.cs:line 7";

    readonly Poison poison = new();
    IdpApp app = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await IdpApp.StartAsync(services: services =>
    {
        poison.Spread<IAuthorizeTransactionStore>(services);
        poison.Spread<ISessionStore>(services);
        poison.Spread<IConsentStore>(services);
        poison.Spread<ITokenFamilyStore>(services);
        poison.Spread<IClientStore>(services);
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    static void Bland(WebPage page, int status)
    {
        Assert.True(status == (int)page.Status, page.ToString());
        Assert.Null(page.Response!.Headers.Location);
        Assert.Equal(status == 503, page.Response.Headers.RetryAfter is not null);
        foreach (var word in new[] { "SELECT", "IdentityServer", "Exception", ".cs:line", "Storage", "Microsoft", " at ", "SQLite", "/srv" })
            Assert.DoesNotContain(word, page.Body, StringComparison.Ordinal);
        if (page.Response.Content.Headers.ContentType!.MediaType == "text/html") Assert.Contains("correlation id", page.Body, StringComparison.Ordinal);
        else Assert.Contains("\"error\":", page.Body, StringComparison.Ordinal);
        Assert.True(page.Response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData(false, 500, "server_error")]
    [InlineData(true, 503, "temporarily_unavailable")]
    public async Task A_store_that_fails_is_a_bland_page_for_people_and_bland_json_for_programs(bool outage, int status, string error)
    {
        using var browser = app.NewBrowser();
        Expect.Code(await browser.AuthorizeAsync(AuthorizeUrl()));
        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("prompt", "login")), Ct);
        var consent = await browser.SignInAsync(await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("prompt", "login")), Ct), IdpApp.Alice, IdpApp.Password);
        Assert.Equal("/consent", consent.Uri.AbsolutePath);

        foreach (var store in new[] { typeof(IAuthorizeTransactionStore), typeof(ISessionStore), typeof(IClientStore), typeof(IConsentStore), typeof(ITokenFamilyStore) })
        {
            poison.Act(store, outage ? new StorageUnavailableException(Secret) : new InvalidOperationException(Secret));
            var touched = 0;
            foreach (var url in new[] { AuthorizeUrl(), AuthorizeUrl(TestClients.Asking), AuthorizeUrl(TestClients.Web, ("prompt", "login")), login.Uri.PathAndQuery,
                "/connect/authorize/resume" + login.Uri.Query, consent.Uri.PathAndQuery, "/connect/endsession?client_id=web", "/account/logout" })
            {
                foreach (var accept in new[] { "text/html", "application/json" })
                {
                    browser.Headers["Accept"] = accept;
                    poison.Bitten = false;
                    var page = await browser.SendRawAsync(url);
                    if (!poison.Bitten) continue;
                    touched++;
                    Bland(page, status);
                    Assert.Equal(accept, page.Response!.Content.Headers.ContentType!.MediaType);
                    Assert.Contains(error, page.Body, StringComparison.Ordinal);
                }
                browser.Headers["Accept"] = "text/html";
            }
            Assert.True(touched > 0, store.Name);
            poison.Cure();
        }
    }

    [Fact]
    public async Task A_form_whose_effect_fails_has_no_effect()
    {
        using var browser = app.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Asking), Ct);
        (string, string)[] fields = [("__RequestVerificationToken", Expect.FormToken(login)), ("Username", IdpApp.Bob), ("Password", IdpApp.Password)];

        poison.Act(typeof(ISessionStore), new InvalidOperationException(Secret));
        var failed = await browser.PostRawAsync(login.Uri.PathAndQuery, fields);
        Bland(failed, 500);
        Assert.Null(browser.Cookies.Find("__Host-idp-session"));
        poison.Cure();

        var consent = await browser.SignInAsync(login, IdpApp.Bob, IdpApp.Password);
        Assert.Equal("/consent", consent.Uri.AbsolutePath);
        poison.Act(typeof(IConsentStore), new StorageUnavailableException(Secret));
        Bland(await browser.PostRawAsync(consent.Uri.PathAndQuery, [("__RequestVerificationToken", Expect.FormToken(consent)), ("action", "allow")]), 503);
        poison.Cure();
        // No agreement was kept; the question stands and can still be answered.
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("prompt", "none")), Ct), "consent_required");
        Expect.Code(await browser.SubmitAsync(consent, "form", new Dictionary<string, string>(), "consent-allow", Ct));

        poison.Act(typeof(ISessionStore), new StorageUnavailableException(Secret), nameof(ISessionStore.EndAsync));
        var logout = await browser.GetAsync("/account/logout", Ct);
        Bland(await browser.PostRawAsync("/account/logout", [("__RequestVerificationToken", Expect.FormToken(logout)), ("action", "logout")]), 503);
        Assert.NotNull(browser.Cookies.Find("__Host-idp-session"));
        poison.Cure();
    }

    [Fact]
    public async Task Doors_for_programs_answer_JSON_whatever_they_accept()
    {
        poison.Act(typeof(IClientStore), new InvalidOperationException(Secret));
        foreach (var path in new[] { "/connect/token", "/connect/introspect", "/connect/revoke" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("client_id", "pub"), new("grant_type", "refresh_token"), new("token", "x")]) };
            request.Headers.Accept.ParseAdd("text/html, image/gif, */*; q=.2");
            var answer = await app.SendAsync(request);
            Assert.Equal(500, answer.Status);
            Assert.Equal("server_error", answer["error"]);
            Assert.DoesNotContain("SELECT", answer.Body, StringComparison.Ordinal);
        }
        poison.Cure();
    }
}
