using System.Text.Json;
using IdentityServer.Tests.Fixture;
using Microsoft.Playwright;
using Xunit;

namespace IdentityServer.Tests.Flows;

/// <summary>oidc-client-ts as it is published, in Chromium, on another site than the server's.</summary>
public sealed class SinglePageApplicationTests(Chromium chromium)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unmodified_oidc_client_ts_signs_in_refreshes_reads_userinfo_and_signs_out()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var idp = await Deployment.StartAsync(Ct, spaOrigin: site.Origin);
        await using var tab = await chromium.OpenAsync();
        var spa = new Spa(tab, site);

        await spa.OpenAsync(idp.Issuer);
        await spa.SignInAsync(Spa.LogIn(IdpApp.Alice, IdpApp.Password));
        var first = await VerifyAsync(idp, spa);
        Assert.Equal(await spa.SubjectAsync(), first.GetProperty("idToken").GetProperty("payload").GetProperty("sub").GetString());

        var before = await spa.AccessTokenAsync();
        await spa.RefreshAsync();
        await spa.RefreshAsync();
        Assert.NotEqual(before, await spa.AccessTokenAsync());
        var second = await VerifyAsync(idp, spa);
        Assert.Equal(Subject(first), Subject(second));

        using var info = JsonDocument.Parse(await spa.UserInfoAsync());
        Assert.Equal(Subject(first), info.RootElement.GetProperty("sub").GetString());
        Assert.Equal("Alice Adams", info.RootElement.GetProperty("name").GetString());
        Assert.Equal("alice@acme.test", info.RootElement.GetProperty("email").GetString());

        await spa.SignOutAsync(null);
        Assert.Empty(tab.Complaints);

        // The session ended with it: the next sign-in asks for the password again.
        await spa.Page.ClickAsync("#signin");
        await Assertions.Expect(spa.Page.Locator("#Password")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_second_sign_in_of_the_same_browser_asks_nothing()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var idp = await Deployment.StartAsync(Ct, spaOrigin: site.Origin);
        await using var tab = await chromium.OpenAsync();
        var spa = new Spa(tab, site);
        await spa.OpenAsync(idp.Issuer);
        await spa.SignInAsync(Spa.LogIn(IdpApp.Alice, IdpApp.Password));
        var subject = await spa.SubjectAsync();

        await tab.Page.EvaluateAsync("sessionStorage.clear()");
        await spa.OpenAsync(idp.Issuer);
        await spa.SignInAsync(null);

        Assert.Equal(subject, await spa.SubjectAsync());
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task An_origin_that_the_client_does_not_list_reads_nothing()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var idp = await Deployment.StartAsync(Ct, spaOrigin: site.SameSiteOrigin);
        await using var tab = await chromium.OpenAsync(site.Origin + "/");

        var seen = await tab.Page.EvaluateAsync<string>("""
            url => fetch(url, { method: 'POST', body: new URLSearchParams({ client_id: 'spa', grant_type: 'refresh_token', refresh_token: 'x' }) })
                .then(answer => answer.text(), error => error.name)
            """, idp.Issuer + "/connect/token");

        Assert.Equal("TypeError", seen);
    }

    static async Task<JsonElement> VerifyAsync(Deployment idp, Spa spa) => await NodeScript.RunAsync("verify.mjs", new
    {
        issuer = idp.Issuer,
        jwksUri = idp.Issuer + "/.well-known/jwks.json",
        idToken = await spa.IdTokenAsync(),
        accessToken = await spa.AccessTokenAsync(),
        clientId = "spa",
    }, Ct);

    static string? Subject(JsonElement verified) => verified.GetProperty("accessToken").GetProperty("payload").GetProperty("sub").GetString();
}
