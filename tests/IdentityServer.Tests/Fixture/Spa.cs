using Microsoft.Playwright;

namespace IdentityServer.Tests.Fixture;

/// <summary>The single-page application of tests/clients/spa in a browser tab: unmodified oidc-client-ts as public client `spa`.</summary>
public sealed class Spa(Tab tab, StaticSite site)
{
    /// <summary>To register with the client.</summary>
    public string RedirectUri => $"{site.Origin}/callback.html";

    /// <summary>To register with the client.</summary>
    public string PostLogoutRedirectUri => $"{site.Origin}/";

    public IPage Page => tab.Page;

    public Task<string> IdTokenAsync() => tab.TextAsync("#id_token");

    public Task<string> AccessTokenAsync() => tab.TextAsync("#access_token");

    public Task<string> SubjectAsync() => tab.TextAsync("#sub");

    public async Task OpenAsync(string authority)
    {
        site.Config = new { authority };
        await Page.GotoAsync($"{site.Origin}/");
        await tab.SeesAsync("#status", "signed out");
    }

    /// <param name="atServer">What the person does on the server's pages; with a session there are none.</param>
    public async Task SignInAsync(Func<IPage, Task>? atServer)
    {
        await Page.ClickAsync("#signin");
        if (atServer is not null)
            await atServer(Page);
        await SignedInAsync();
    }

    /// <summary>The refresh token grant from the browser: needs the token endpoint's CORS headers.</summary>
    public async Task RefreshAsync()
    {
        var count = int.Parse(await tab.TextAsync("#refresh_count"), System.Globalization.CultureInfo.InvariantCulture);
        await Page.ClickAsync("#refresh");
        await SignedInAsync();
        await tab.SeesAsync("#refresh_count", $"{count + 1}");
    }

    public async Task<string> UserInfoAsync()
    {
        await Page.ClickAsync("#userinfo");
        await SignedInAsync();
        return await tab.TextAsync("#userinfo_json");
    }

    public async Task SignOutAsync(Func<IPage, Task>? atServer)
    {
        await Page.ClickAsync("#signout");
        if (atServer is not null)
            await atServer(Page);
        // Not by the address, which is this one already before the click: only a newly loaded page says it.
        await tab.SeesAsync("#status", "signed out");
        if (!Page.Url.StartsWith(PostLogoutRedirectUri, StringComparison.Ordinal))
            throw new InvalidOperationException($"Signed out at {Page.Url}");
    }

    /// <summary>The server's login page, by the ids of product.md §3.</summary>
    public static Func<IPage, Task> LogIn(string username, string password) => async page =>
    {
        await page.FillAsync("#Username", username);
        await page.FillAsync("#Password", password);
        await page.ClickAsync("#login");
    };

    async Task SignedInAsync()
    {
        // Any end will do, so that an error is reported at once and not as a timeout.
        await Assertions.Expect(Page.Locator("#status")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^(signed in|error)$"));
        if (await tab.TextAsync("#status") == "error")
            throw new InvalidOperationException($"The SPA says: {await tab.TextAsync("#error")}\n{string.Join('\n', tab.Complaints)}");
    }
}
