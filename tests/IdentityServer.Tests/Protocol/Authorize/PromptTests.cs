using IdentityServer.Domain.Clients;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S005, S006: when a person is asked, and who it is afterwards.</summary>
public sealed class PromptTests(SharedApp shared) : AppTests(shared)
{
    [Fact]
    public async Task Prompt_none_without_a_session_is_login_required_and_shows_nothing()
    {
        using var browser = App.NewBrowser();
        var back = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct);
        Expect.Error(back, "login_required");
        Assert.Single(back.Hops);
    }

    [Fact]
    public async Task Prompt_none_with_a_session_older_than_max_age_is_login_required()
    {
        using var browser = await SignedInAsync();
        App.Clock.Advance(TimeSpan.FromSeconds(61));
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none"), ("max_age", "60")), Ct), "login_required");
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none"), ("max_age", "0")), Ct), "login_required");
        Expect.Code(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none"), ("max_age", "600")), Ct));
    }

    [Fact]
    public async Task Prompt_none_without_an_agreement_is_consent_required()
    {
        using var browser = await SignedInAsync();
        var client = await NewClientAsync(consent: ConsentPolicy.Remember);
        Expect.Error(await browser.GetAsync(AuthorizeUrl(client, ("prompt", "none")), Ct), "consent_required");
        Expect.Error(await browser.GetAsync(AuthorizeUrl(await NewClientAsync(consent: ConsentPolicy.Always), ("prompt", "none")), Ct), "consent_required");
    }

    [Theory]
    [InlineData("none login")]
    [InlineData("login none")]
    [InlineData("none consent")]
    [InlineData("none select_account")]
    [InlineData("None")]
    [InlineData("create")]
    [InlineData("login,consent")]
    public async Task Prompt_none_beside_another_value_and_unknown_values_are_invalid_request(string prompt)
    {
        using var browser = await SignedInAsync();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", prompt)), Ct), "invalid_request");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    [InlineData(" 1")]
    public async Task A_max_age_that_is_no_whole_number_is_invalid_request(string maxAge)
    {
        using var browser = await SignedInAsync();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("max_age", maxAge)), Ct), "invalid_request");
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("prompt", "select_account")]
    [InlineData("max_age", "0")]
    public async Task A_fresh_proof_is_asked_for_and_moves_auth_time(string name, string value)
    {
        using var browser = await SignedInAsync();
        var first = (await App.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl()))).Claims();
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        var asked = App.Clock.Now.ToUnixTimeSeconds();

        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Web, (name, value)), Ct);
        Expect.LoginPage(login);
        // Walking past the page does not help.
        Expect.LoginPage(await browser.GetAsync("/connect/authorize/resume" + login.Uri.Query, Ct));

        App.Clock.Advance(TimeSpan.FromSeconds(3));
        var second = (await App.RedeemAsync(await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password))).Claims();
        Assert.True(second.GetProperty("auth_time").GetInt64() >= asked);
        Assert.Equal(first.GetProperty("sub").GetString(), second.GetProperty("sub").GetString());
        Assert.Equal(first.GetProperty("sid").GetString(), second.GetProperty("sid").GetString());
    }

    [Fact]
    public async Task A_proof_given_in_one_transaction_does_not_open_another_that_asks_for_its_own()
    {
        using var browser = await SignedInAsync();
        var first = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login")), Ct);
        var second = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login")), Ct);
        Expect.Code(await browser.SignInAsync(first, IdpApp.Alice, IdpApp.Password));
        Expect.LoginPage(await browser.GetAsync("/connect/authorize/resume" + second.Uri.Query, Ct));
    }

    [Fact]
    public async Task Cancelling_leaves_the_session_as_it_was()
    {
        using var browser = await SignedInAsync();
        var before = (await App.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl()))).Claims();
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login")), Ct);
        Expect.Error(await browser.PressAsync(login, "cancel"), "access_denied");

        var after = (await App.RedeemAsync(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct))).Claims();
        foreach (var claim in new[] { "sub", "sid", "auth_time" })
            Assert.Equal(before.GetProperty(claim).ToString(), after.GetProperty(claim).ToString());
        // And the cancelled transaction is over.
        Expect.Page(await browser.GetAsync(login.Uri.PathAndQuery, Ct));
    }

    [Fact]
    public async Task Another_person_inherits_neither_the_session_nor_the_agreement_of_the_first()
    {
        var (first, second) = (await NewUserAsync(), await NewUserAsync());
        using var browser = App.NewBrowser();
        var before = (await App.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Asking), first.Username), TestClients.Asking));
        var oldCookie = browser.Cookies.Find("__Host-idp-session")!;

        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("prompt", "login"), ("scope", "openid")), Ct);
        var consent = await browser.SignInAsync(login, second.Username, IdpApp.Password);
        Assert.Equal("/consent", consent.Uri.AbsolutePath);
        Assert.Contains(second.Username, consent.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Username, consent.Body, StringComparison.Ordinal);

        var after = (await App.RedeemAsync(await browser.SubmitAsync(consent, "form", Nothing, "consent-allow", Ct), TestClients.Asking)).Claims();
        Assert.Equal(second.Id.Value, after.GetProperty("sub").GetString());
        Assert.NotEqual(before.Claims().GetProperty("sid").GetString(), after.GetProperty("sid").GetString());

        using var replay = App.NewBrowser();
        replay.Cookies.Store(new(IdpApp.Issuer), $"__Host-idp-session={oldCookie}; Path=/; Secure");
        Assert.False(await IsSignedInAsync(replay));
    }

    [Fact]
    public async Task An_agreement_given_by_one_person_within_a_transaction_is_void_when_another_signs_in_to_it()
    {
        var (first, second) = (await NewUserAsync(), await NewUserAsync());
        using var browser = App.NewBrowser();
        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Asking), Ct);
        var consent = await browser.SignInAsync(login, first.Username, IdpApp.Password);
        var elsewhere = await browser.PressAsync(consent, "switch");
        Expect.LoginPage(elsewhere);
        var again = await browser.SignInAsync(elsewhere, second.Username, IdpApp.Password);
        Assert.Equal("/consent", again.Uri.AbsolutePath);

        // The first person's form, still open in another tab, no longer counts: its token is bound to that person.
        var late = await browser.PressAsync(consent, "allow");
        Assert.False(late.IsAtClient, late.ToString());
    }
}
