using IdentityServer.Tests.Fixture;
using Microsoft.Playwright;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>The ways to sign in, as a person sees them.</summary>
public sealed class LoginPageTests(AtProvider at) : IClassFixture<AtProvider>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_way_has_its_button_below_the_password_and_fits_the_page()
    {
        (string Id, string Name)[] ways = [("f-google", "Google"), ("g-entra", "Contoso Microsoft Entra"), ("h-long", "Niederösterreichische Landesverwaltungsgemeinschaft für Datenverarbeitung")];
        foreach (var (id, name) in ways) await at.AddAsync(at.Connection(id) with { Name = name, Issuer = $"{at.Provider.Issuer}/{id}" });
        using var browser = at.App.NewBrowser();
        var page = await browser.GetAsync(OidcCalls.AuthorizeUrl(), Ct);
        Assert.Equal(["Continue with Example", .. ways.Select(way => $"Continue with {way.Name}")], page.Document.QuerySelectorAll(".elsewhere a > span:last-child").Select(label => label.TextContent));
        Assert.All(page.Document.QuerySelectorAll(".elsewhere a"), link => Assert.StartsWith("/connect/login/", link.GetAttribute("href"), StringComparison.Ordinal));

        await using var doorway = await Doorway.OpenAsync(at.App);
        await using var chromium = new Chromium();
        await chromium.ScreenshotsAsync("login-elsewhere", doorway.Address + "/account/login", FitsAsync);
        await chromium.ScreenshotsAsync("login-trouble", doorway.Address + "/account/login?trouble=Unavailable&with=example", FitsAsync);
    }

    static async Task FitsAsync(IPage page)
    {
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        foreach (var button in await page.Locator(".elsewhere a").AllAsync()) Assert.InRange((await button.BoundingBoxAsync())!.Height, 44, 160);
    }
}
