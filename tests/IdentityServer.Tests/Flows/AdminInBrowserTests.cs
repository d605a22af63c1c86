using IdentityServer.Tests.Fixture;
using Microsoft.Playwright;
using Xunit;

namespace IdentityServer.Tests.Flows;

/// <summary>The pages for members in a real browser: without scripts, and as far as it goes without a mouse.</summary>
public sealed class AdminInBrowserTests(Chromium chromium)
{
    const string Issuer = "https://ci.example/tokens";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_landing_page_to_a_trusted_issuer_and_a_connection_and_out_again()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        await using var tab = await chromium.OpenAsync(idp.Issuer, width: 390, javaScript: false);
        var (page, keyboard) = (tab.Page, tab.Page.Keyboard);

        await page.ClickAsync("#admin");
        // The page has to be there, and its first field is where one types: keys are lost on the way to it.
        await Assertions.Expect(page.Locator("#Email")).ToBeFocusedAsync();
        await keyboard.TypeAsync("admin@acme.test");
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync(IdpApp.Password);
        await keyboard.PressAsync("Enter");
        await tab.SeesAsync("h1", "Trusted issuers");
        var cookie = Assert.Single(await page.Context.CookiesAsync(), found => found.Name == "idp-admin");
        Assert.True(cookie.HttpOnly && cookie.SameSite == SameSiteAttribute.Strict && cookie.Path == "/");

        await page.FocusAsync("#trust-form summary");
        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync(Issuer);
        // As in every form Enter presses its first button: here it saves nothing.
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync(Issuer);
        await page.FocusAsync("#trust-it");
        await keyboard.PressAsync("Enter");
        await tab.SeesAsync("article h3", Issuer);
        await page.ReloadAsync();
        await tab.SeesAsync("article h3", Issuer);

        await page.ClickAsync("nav >> text=Connections");
        await page.ClickAsync("text=GitHub");
        await page.FillAsync("#ClientId", "us");
        await page.FillAsync("#ClientSecret", "secret");
        await page.ClickAsync("#add-it");
        await tab.SeesAsync("article h3", "GitHub");
        await Assertions.Expect(page.Locator("article .copied")).ToHaveTextAsync(idp.Issuer + "/connect/callback/github");
        await page.ClickAsync("article summary");
        await page.ClickAsync("article button[value=remove]");
        await tab.SeesAsync("#list", "None yet");

        await page.ClickAsync("#admin-logout");
        await tab.SeesAsync("h1", "Administration");
        Assert.DoesNotContain(await page.Context.CookiesAsync(), found => found.Name == "idp-admin");
        await page.GotoAsync(idp.Issuer + "/admin/connections");
        await Assertions.Expect(page.Locator("#Email")).ToBeFocusedAsync();
        Assert.Empty(tab.Complaints);
    }
}
