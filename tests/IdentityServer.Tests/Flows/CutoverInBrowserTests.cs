using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Flows;

/// <summary>The cut-over in Chromium: a page of another site posts the form, and the browser decides which cookies go along.</summary>
public sealed class CutoverInBrowserTests(Chromium chromium, TrustingApp trusting) : IClassFixture<TrustingApp>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_of_the_clients_page_signs_its_user_in_and_a_page_of_another_site_nobody()
    {
        var app = trusting.App;
        var issuer = await trusting.TrustAsync(trust => trust with { CutoverPoolId = PoolId.Default, CutoverUntil = app.Clock.Now.AddDays(1) });
        await using var idp = await Doorway.OpenAsync(app);
        await using var shop = await StaticSite.StartAsync(Ct);
        await using var evil = await StaticSite.StartAsync(Ct);
        var callback = shop.Origin + "/cb";
        await app.SaveAsync(new()
        {
            PoolId = PoolId.Default, Id = new("moving"), Name = "Moving", AuthMethod = ClientAuthMethod.None, RedirectUris = [callback], Scope = ScopeSet.Of("openid"), Consent = ConsentPolicy.Implicit, CreatedAt = app.Clock.Now,
        });
        shop.Handlers["/cb"] = http => http.Response.WriteAsync("back at the shop", http.RequestAborted);
        // localhost, where the cookies of an https server are taken too; the pages are on 127.0.0.1, which is another site.
        var server = idp.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        foreach (var (site, sub) in new[] { (evil, "victim"), (shop, "mover") })
        {
            var query = new Uri(IdpApp.Issuer + AuthorizeUrl("moving", ("redirect_uri", callback), ("trusted_token", trusting.Token(issuer.Issuer, sub)))).Query;
            var inputs = string.Concat(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).Select(pair => $"<input type=hidden name=\"{pair.Key}\" value=\"{pair.Value}\">"));
            site.Handlers["/move"] = http =>
            {
                http.Response.ContentType = "text/html";
                return http.Response.WriteAsync($"<!doctype html><form method=post action=\"{server}/connect/authorize\">{inputs}<button>Go on</button></form>", http.RequestAborted);
            };
        }

        await using (var attacked = await chromium.OpenAsync(evil.Origin + "/move"))
        {
            await attacked.Page.ClickAsync("button");
            await attacked.Page.WaitForURLAsync(server + "/account/login**");
        }
        await using var tab = await chromium.OpenAsync(shop.Origin + "/move");
        await tab.Page.ClickAsync("button");
        await tab.Page.WaitForURLAsync(callback + "**");
        Assert.Contains("code=", tab.Page.Url, StringComparison.Ordinal);

        // The session is the browser's own.
        await tab.Page.GotoAsync(server + AuthorizeUrl("moving", ("redirect_uri", callback), ("prompt", "none")));
        var code = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(tab.Page.Url).Query)["code"].ToString();
        var answer = await app.FormAsync("/connect/token", null, ("client_id", "moving"), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback), ("code_verifier", Verifier));
        Assert.Equal("mover", answer.Grants().Claims().GetProperty("sub").GetString());
    }
}
