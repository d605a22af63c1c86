using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Sessions;

/// <summary>S083, S086: guesses are counted by account, one after the other, and the answer tells nothing.</summary>
public sealed class GuessingTests(SharedApp shared) : AppTests(shared)
{
    /// <summary>One try on the plain sign-in page, in a browser of its own.</summary>
    async Task<WebPage> TryAsync(string username, string password)
    {
        using var browser = App.NewBrowser();
        var page = await browser.GetAsync("/account/login", Ct);
        return await browser.PostRawAsync("/account/login", [("__RequestVerificationToken", Expect.FormToken(page)), ("Username", username), ("Password", password), ("action", "login")]);
    }

    async Task<bool> SignsInAsync(string username, string password = IdpApp.Password) => (int)(await TryAsync(username, password)).Status == 303;

    [Fact]
    public async Task Five_failures_lock_the_account_for_ten_minutes_also_for_the_right_password()
    {
        var name = (await NewUserAsync()).Username;
        for (var i = 0; i < 4; i++) Assert.False(await SignsInAsync(name, "wrong"));
        Assert.True(await SignsInAsync(name));
        for (var i = 0; i < 5; i++) Assert.False(await SignsInAsync(name, "wrong"));
        Assert.False(await SignsInAsync(name));
        App.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.False(await SignsInAsync(name));
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await SignsInAsync(name));
    }

    [Fact]
    public async Task Every_spelling_and_every_door_counts_for_the_same_account()
    {
        var user = await NewUserAsync();
        var name = user.Username;
        Assert.False(await SignsInAsync(name.ToUpperInvariant(), "wrong"));
        Assert.False(await SignsInAsync($"  {name} ", "wrong"));
        Assert.False(await SignsInAsync(user.Email!, "wrong"));
        Assert.False(await SignsInAsync(user.Email!.ToUpperInvariant(), "wrong"));
        // The fifth through a client's flow: the re-authentication of somebody who has a session.
        using var browser = await SignedInAsync();
        var login = await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("prompt", "login")), Ct);
        Expect.LoginPage(await browser.SignInAsync(login, name, "wrong"));
        foreach (var spelling in new[] { name, name.ToUpperInvariant(), user.Email! }) Assert.False(await SignsInAsync(spelling));
    }

    [Fact]
    public async Task Full_width_letters_are_no_door_beside_the_lock()
    {
        var user = await NewUserAsync();
        var wide = string.Concat(user.Username.Select(c => c is > ' ' and < '\u007f' ? (char)(c + 0xfee0) : c));
        for (var i = 0; i < 5; i++) Assert.False(await SignsInAsync(user.Username, "wrong"));
        Assert.False(await SignsInAsync(wide));
    }

    [Fact]
    public async Task Known_unknown_disabled_locked_and_passwordless_accounts_get_the_same_answer()
    {
        var known = await NewUserAsync();
        var disabled = await NewUserAsync(user => { user.Disabled = true; return user; });
        var without = await NewUserAsync(user => { user.PasswordHash = null; return user; });
        var locked = await NewUserAsync(user => { user.LockoutEnd = App.Clock.Now.AddHours(1); return user; });
        // Of the same length as the others, because the page shows what was typed.
        var absent = $"u-{Guid.CreateVersion7():n}";

        foreach (var password in new[] { "wrong", "", new string('x', 500) })
        {
            List<(string Name, WebPage Page)> answers = [];
            foreach (var name in new[] { known.Username, disabled.Username, without.Username, locked.Username, absent })
                answers.Add((name, await TryAsync(name, password)));
            foreach (var name in new[] { disabled.Username, locked.Username })
                answers.Add((name, await TryAsync(name, IdpApp.Password)));

            var (_, first) = answers[0];
            foreach (var (name, page) in answers)
            {
                Assert.Equal(first.Status, page.Status);
                Assert.Equal(Shape(first, known.Username), Shape(page, name));
                Assert.Equal(first.Body.Length, page.Body.Length);
                Assert.Equal(Headers(first), Headers(page));
            }
        }
    }

    /// <summary>The body without what is new each time.</summary>
    static string Shape(WebPage page, string name) =>
        page.Body.Replace(name, "NAME", StringComparison.Ordinal).Replace(Expect.FormToken(page), "TOKEN", StringComparison.Ordinal);

    static IEnumerable<string> Headers(WebPage page) =>
        page.Response!.Headers.Concat(page.Response.Content.Headers)
            .Select(header => $"{header.Key}: {(header.Key is "Content-Security-Policy" ? "" : header.Key == "Set-Cookie" ? string.Join(',', header.Value.Select(value => value.Split('=')[0])) : string.Join(',', header.Value))}")
            .Order(StringComparer.Ordinal);
}
