using IdentityServer.Demo;
using IdentityServer.Tests.Fixture;
using Microsoft.Playwright;
using Xunit;

namespace IdentityServer.Tests.Flows;

/// <summary>What a newcomer sees: `dotnet run`, a browser, the shop.</summary>
public sealed class DemoShopTests(Chromium chromium)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newcomer_signs_in_sees_verified_tokens_refreshes_and_signs_out()
    {
        await using var idp = await IdpProcess.StartAsync(null, Ct);
        await using var tab = await chromium.OpenAsync(idp.Address.ToString());

        // From the landing page on, with what the pages themselves say.
        var password = await tab.Page.Locator("dl.facts code").Nth(1).InnerTextAsync();
        await tab.Page.ClickAsync("a[href$='/demo']");
        await tab.Page.ClickAsync("#demo-signin");
        await Spa.LogIn(DemoShop.Username, password)(tab.Page);
        await tab.Page.ClickAsync("#consent-allow");

        await Assertions.Expect(tab.Page.Locator("#demo-verified")).ToContainTextAsync("Signature verified with key");
        await Assertions.Expect(tab.Page.Locator("#demo-access-verified")).ToContainTextAsync("Signature verified with key");
        await tab.SeesAsync("#demo-who", "Alice Adams");
        var subject = await tab.TextAsync("#demo-sub");
        Assert.NotEmpty(subject);
        Assert.Contains(subject, await tab.TextAsync("#demo-id-payload"), StringComparison.Ordinal);
        Assert.DoesNotContain("code=", tab.Page.Url, StringComparison.Ordinal);

        var before = await tab.TextAsync("#demo-access-payload");
        await tab.Page.ClickAsync("#demo-refresh");
        await tab.SeesAsync("#demo-status", "The tokens are new.");
        // The page says so first and draws them a moment later.
        await Assertions.Expect(tab.Page.Locator("#demo-access-payload")).Not.ToHaveTextAsync(before);
        Assert.Equal(subject, await tab.TextAsync("#demo-sub"));

        await tab.Page.ClickAsync("#demo-signout");
        await tab.SeesAsync("#demo-status", "You are signed out.");
        await Assertions.Expect(tab.Page.Locator("#demo-out")).ToBeVisibleAsync();
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Somebody_who_cancels_comes_back_to_the_shop_with_nothing()
    {
        await using var idp = await IdpProcess.StartAsync(null, Ct);
        await using var tab = await chromium.OpenAsync(idp.Address + "demo");

        await tab.Page.ClickAsync("#demo-signin");
        await tab.Page.ClickAsync("button[value=cancel]");

        await tab.SeesAsync("#demo-status", "You did not sign in. Nothing was shared.");
        Assert.Empty(tab.Complaints);
    }
}
