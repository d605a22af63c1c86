using System.Text;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Flows;

/// <summary>The pages for people without scripts and without a mouse, and with a content security policy that nothing trips over.</summary>
public sealed class PlainBrowserTests(Chromium chromium)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sign_in_and_consent_work_without_scripts()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var idp = await ConsentingAsync(site);
        await using var tab = await chromium.OpenAsync(Url(idp, site), javaScript: false);

        await Spa.LogIn(IdpApp.Alice, "wrong")(tab.Page);
        await Assertions.Expect(tab.Page.Locator("#login-error")).ToBeVisibleAsync();
        await Spa.LogIn(IdpApp.Alice, IdpApp.Password)(tab.Page);
        await tab.Page.ClickAsync("#consent-allow");

        await tab.SeesAsync("h1", "Back at the shop");
        Assert.Contains("code=", tab.Page.Url, StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Sign_in_and_consent_work_by_keyboard_alone()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var idp = await ConsentingAsync(site);
        await using var tab = await chromium.OpenAsync(Url(idp, site));
        var keyboard = tab.Page.Keyboard;

        // The first field has the focus; Enter in the second submits.
        await Assertions.Expect(tab.Page.Locator("#Username")).ToBeFocusedAsync();
        await keyboard.TypeAsync(IdpApp.Alice);
        await keyboard.PressAsync("Tab");
        await Assertions.Expect(tab.Page.Locator("#Password")).ToBeFocusedAsync();
        await keyboard.TypeAsync(IdpApp.Password);
        await keyboard.PressAsync("Enter");

        await Assertions.Expect(tab.Page.Locator("#consent-allow")).ToBeVisibleAsync();
        for (var presses = 0; presses < 5 && await FocusedAsync(tab) != "consent-allow"; presses++)
            await keyboard.PressAsync("Tab");
        Assert.Equal("consent-allow", await FocusedAsync(tab));
        Assert.NotEqual("none", await tab.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await keyboard.PressAsync("Enter");

        await tab.SeesAsync("h1", "Back at the shop");
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Form_post_arrives_at_another_site_with_scripts_and_without(bool scripts)
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var idp = await ConsentingAsync(site);
        await using var tab = await chromium.OpenAsync(Url(idp, site, "form_post"), javaScript: scripts);

        await Spa.LogIn(IdpApp.Alice, IdpApp.Password)(tab.Page);
        await tab.Page.ClickAsync("#consent-allow");
        if (!scripts)
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await tab.SeesAsync("h1", "Back at the shop");
        Assert.Contains("POST /cb", site.Requests);
        Assert.DoesNotContain("code=", tab.Page.Url, StringComparison.Ordinal);
        Assert.Contains("state=af0ifjsldkj", await tab.TextAsync("p"), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Refusing_tells_the_application_and_complains_of_nothing()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var idp = await ConsentingAsync(site);
        await using var tab = await chromium.OpenAsync(Url(idp, site, "form_post"));

        await Spa.LogIn(IdpApp.Alice, IdpApp.Password)(tab.Page);
        await tab.Page.ClickAsync("#consent-deny");

        await tab.SeesAsync("h1", "Back at the shop");
        Assert.Contains("error=access_denied", await tab.TextAsync("p"), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    /// <summary>The client's callback is a page of the site that shows what it was posted.</summary>
    static async Task<Deployment> ConsentingAsync(StaticSite site)
    {
        site.Handlers["/cb"] = async context =>
        {
            var posted = new StringBuilder();
            if (context.Request.HasFormContentType)
            {
                foreach (var (name, value) in await context.Request.ReadFormAsync(context.RequestAborted))
                    posted.Append(name).Append('=').Append(value).Append(' ');
            }

            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync($"<!doctype html><link rel=icon href=data:,><h1>Back at the shop</h1><p>{posted}</p>", context.RequestAborted);
        };
        return await Deployment.StartAsync(Ct, callback: site.Origin + "/cb");
    }

    static string Url(Deployment idp, StaticSite site, string? mode = null) =>
        idp.Issuer + AuthorizeUrl(TestClients.Asking, ("redirect_uri", site.Origin + "/cb"), ("scope", "openid profile email cart"), ("response_mode", mode));

    static Task<string> FocusedAsync(Tab tab) => tab.Page.EvaluateAsync<string>("document.activeElement.id");
}
