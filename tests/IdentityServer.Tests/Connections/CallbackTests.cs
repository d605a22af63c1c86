using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>Answers that are not the answer to what this browser began: a page of ours, no session, and no word to the provider. S101, S102.</summary>
public sealed class CallbackTests(AtProvider at) : IClassFixture<AtProvider>, IAsyncLifetime
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await at.ResetAsync();

    public ValueTask DisposeAsync() => default;

    async Task IsRefusedAsync(Browser browser, string url, string reason, int calls = 0)
    {
        var page = await browser.GetAsync(url, Ct);
        Expect.Page(page);
        at.Refused(reason);
        Assert.Equal(calls, at.Provider.Count(ScriptedProvider.TokenPath));
        Assert.Null(browser.Cookies.Find("__Host-idp-session"));
    }

    [Fact]
    public async Task Another_browsers_answer_is_nobodys()
    {
        using var mine = at.App.NewBrowser();
        using var theirs = at.App.NewBrowser();
        var answer = at.Provider.Answer((await AtProvider.BeginAsync(mine)).Uri, "mallory");
        await AtProvider.BeginAsync(theirs);
        await IsRefusedAsync(theirs, answer, "UpstreamStateUnknown");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_state_that_was_never_given_opens_nothing(string? state)
    {
        using var browser = at.App.NewBrowser();
        await IsRefusedAsync(browser, at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "mallory", ("state", state)), "UpstreamStateUnknown");
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        using var browser = at.App.NewBrowser();
        var begun = await AtProvider.BeginAsync(browser);
        var cookies = browser.Cookies.All.Where(cookie => cookie.Name.Contains("idp-login", StringComparison.Ordinal)).Select(cookie => $"{cookie.Name}={cookie.Value}; Path=/; Secure").ToArray();
        var answer = at.Provider.Answer(begun.Uri, "once");
        Expect.Code(await browser.GetAsync(answer, Ct));
        await IsRefusedWithoutSessionAsync(browser, answer, "UpstreamStateUnknown");
        // Also for who has kept the cookie.
        foreach (var cookie in cookies) browser.Cookies.Store(new(IdpApp.Issuer), cookie);
        await IsRefusedWithoutSessionAsync(browser, answer, "UpstreamStateSpent");
    }

    async Task IsRefusedWithoutSessionAsync(Browser browser, string answer, string reason)
    {
        Expect.Page(await browser.GetAsync(answer, Ct));
        at.Refused(reason);
        Assert.Equal(1, at.Provider.Count(ScriptedProvider.TokenPath));
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_none()
    {
        using var browser = at.App.NewBrowser();
        var answer = at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "late");
        at.App.Clock.Advance(TimeSpan.FromMinutes(10));
        await IsRefusedAsync(browser, answer, "UpstreamStateExpired");
    }

    [Fact]
    public async Task An_answer_does_not_come_to_another_connection()
    {
        await using var second = await ScriptedProvider.StartAsync();
        if (await at.App.Service<IdentityServer.Domain.Connections.IConnectionStore>().FindAsync(PoolId.Default, "second", Ct) is null)
            await at.AddAsync(at.Connection("second") with { Issuer = second.Issuer });
        using var browser = at.App.NewBrowser();
        var answer = at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "mixed");
        await IsRefusedAsync(browser, answer.Replace("/callback/example", "/callback/second", StringComparison.Ordinal), "UpstreamStateForeign");
        Assert.Equal(0, second.Requests);
    }

    [Fact]
    public async Task Who_answers_is_who_was_asked()
    {
        using var browser = at.App.NewBrowser();
        await IsRefusedAsync(browser, at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "mixed", ("iss", at.Provider.Issuer + "/")), "UpstreamIssuerWrong");
        await IsRefusedAsync(browser, at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "mixed", ("iss", null)), "UpstreamIssuerMissing");
        // Who does not announce that it names itself may be silent, and still does not lie.
        at.Provider.Discovery = document => document.Remove("authorization_response_iss_parameter_supported");
        at.App.Clock.Advance(TimeSpan.FromMinutes(11));
        await IsRefusedAsync(browser, at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "mixed", ("iss", "https://evil.example")), "UpstreamIssuerWrong");
        Expect.Code(await at.LogInAsync(browser, "silent", null, ("iss", null)));
    }

    [Fact]
    public async Task An_answer_says_everything_once_and_says_something()
    {
        using var browser = at.App.NewBrowser();
        await IsRefusedAsync(browser, at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "twice") + "&code=another", "ParameterRepeated");
        await IsRefusedAsync(browser, at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "empty", ("code", null)), "UpstreamAnswerEmpty");
    }

    [Fact]
    public async Task A_nonce_of_another_login_is_no_trouble_of_the_providers_but_an_injection()
    {
        at.Provider.Claims = claims => claims["nonce"] = "another";
        using var browser = at.App.NewBrowser();
        await IsRefusedAsync(browser, at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, "injected"), "UpstreamNonceWrong", calls: 1);
    }

    [Fact]
    public async Task Many_logins_that_are_begun_do_not_fill_the_browsers_header()
    {
        using var browser = at.App.NewBrowser();
        for (var i = 0; i < 20; i++) await AtProvider.BeginAsync(browser);
        Assert.InRange(browser.Cookies.All.Count(cookie => cookie.Name.StartsWith("__Host-idp-login-", StringComparison.Ordinal)), 1, 9);
        Expect.Code(await at.LogInAsync(browser, "patient"));
    }
}
