using IdentityServer.Domain.Users;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Sessions;

/// <summary>S076: a session ends on the server, whatever the browser keeps.</summary>
public sealed class LifetimeTests(SharedApp shared) : AppTests(shared)
{
    [Fact]
    public async Task An_idle_session_ends_after_twelve_hours_and_use_keeps_it_alive()
    {
        using var idle = await SignedInAsync();
        using var used = await SignedInAsync();
        for (var hours = 0; hours < 24; hours += 6)
        {
            App.Clock.Advance(TimeSpan.FromHours(6));
            Assert.True(await IsSignedInAsync(used));
        }
        Assert.False(await IsSignedInAsync(idle));
        // The touch is at most five minutes late, so five minutes of grace belong to the rule.
        App.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(5));
        Assert.False(await IsSignedInAsync(used));
    }

    [Fact]
    public async Task Use_does_not_extend_a_session_beyond_its_absolute_end()
    {
        using var browser = await SignedInAsync();
        for (var day = 0; day < 27; day++)
        {
            App.Clock.Advance(TimeSpan.FromHours(12));
            Assert.True(await IsSignedInAsync(browser), $"{day}");
        }
        App.Clock.Advance(TimeSpan.FromHours(12));
        Assert.False(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task Silence_after_the_end_of_a_session_brings_no_login_back()
    {
        using var browser = await SignedInAsync();
        var cookie = browser.Cookies.Find("__Host-idp-session");
        App.Clock.Advance(TimeSpan.FromDays(15));
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none")), Ct), "login_required");
        Expect.LoginPage(await browser.GetAsync(AuthorizeUrl(), Ct));
        Assert.Equal(cookie, browser.Cookies.Find("__Host-idp-session"));
    }

    [Fact]
    public async Task Disabling_a_user_ends_every_session_at_once() =>
        await EndsEverywhereAsync(user => user.Disabled = true);

    [Fact]
    public async Task A_changed_password_stamp_ends_every_session_at_once() =>
        await EndsEverywhereAsync(user => user.SecurityStamp = Domain.Primitives.Handle.New().Reveal());

    async Task EndsEverywhereAsync(Action<User> change)
    {
        var user = await NewUserAsync();
        using var first = await SignedInAsync(user.Username);
        using var second = await SignedInAsync(user.Username);
        var login = await first.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "login")), Ct);

        var users = App.Service<IUserStore>();
        var row = (await users.FindAsync(user.PoolId, user.Id, Ct))!;
        change(row);
        Assert.True(await users.SaveAsync(row, Ct));

        Assert.False(await IsSignedInAsync(first));
        Assert.False(await IsSignedInAsync(second));
        Expect.LoginPage(await first.GetAsync("/connect/authorize/resume" + login.Uri.Query, Ct));
        if (row.Disabled) Expect.LoginPage(await first.SignInAsync(await first.GetAsync("/account/login", Ct), user.Username, IdpApp.Password) is { Uri.AbsolutePath: "/account/login" } again ? again : throw new InvalidOperationException("A disabled user signed in."));
    }

    [Fact]
    public async Task A_user_disabled_between_signing_in_and_agreeing_gets_no_code()
    {
        var user = await NewUserAsync();
        using var browser = App.NewBrowser();
        var consent = await browser.SignInAsync(await browser.GetAsync(AuthorizeUrl(TestClients.Asking), Ct), user.Username, IdpApp.Password);
        Assert.Equal("/consent", consent.Uri.AbsolutePath);
        var users = App.Service<IUserStore>();
        var row = (await users.FindAsync(user.PoolId, user.Id, Ct))!;
        row.Disabled = true;
        Assert.True(await users.SaveAsync(row, Ct));
        Assert.False((await browser.PressAsync(consent, "allow")).IsAtClient);
    }
}
