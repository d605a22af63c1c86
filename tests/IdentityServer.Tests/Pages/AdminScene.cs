using AngleSharp.Dom;
using IdentityServer.Domain.Organizations;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Org;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Pages;

/// <summary>Members in their browsers, and the two pages that they have.</summary>
static class AdminScene
{
    public const string Identities = "/admin/identities";
    public const string ConnectionsPath = "/admin/connections";
    public const string Login = "/admin/login";
    public const string Cookie = "__Host-idp-admin";
    public const string AdminEmail = "admin@acme.test";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<WebPage> LogInAsync(Browser browser, string email, string password = OrgApp.Password, string? organization = null)
    {
        var page = await browser.GetAsync(Login, Ct);
        Dictionary<string, string> fields = new() { ["Email"] = email, ["Password"] = password };
        page = await browser.SubmitAsync(page, "form", fields, "login", Ct);
        if (organization is null) return page;
        Assert.True(page.Has("#Organization"), page.ToString());
        fields["Organization"] = organization;
        return await browser.SubmitAsync(page, "form", fields, "login", Ct);
    }

    /// <summary>A new browser in which this member is at the trusted issuers.</summary>
    public static async Task<(Browser Browser, WebPage Page)> EnterAsync(OrgApp org, string email = AdminEmail)
    {
        var browser = org.App.NewBrowser();
        var page = await LogInAsync(browser, email);
        Assert.True(page is { Status: System.Net.HttpStatusCode.OK, Uri.AbsolutePath: Identities }, page.ToString());
        return (browser, page);
    }

    public static async Task<(Browser Browser, WebPage Page)> EnterAsync(OrgApp org, MemberRole role)
    {
        var email = $"{role}-{Guid.CreateVersion7():n}@acme.test".ToLowerInvariant();
        await org.JoinAsync(org.Admin, email, role.ToString());
        return await EnterAsync(org, email);
    }

    public static Task<WebPage> TrustAsync(Browser browser, WebPage page, string? button, params (string Name, string Value)[] fields) =>
        browser.SubmitAsync(page, "#trust-form", fields.ToDictionary(field => field.Name, field => field.Value), button, Ct);

    /// <summary>What stands on the page about this one thing.</summary>
    public static IElement About(WebPage page, string about) => page.Document.QuerySelectorAll("article").Single(found => found.TextContent.Contains(about, StringComparison.Ordinal));

    /// <summary>Presses a button of the form that is about this one thing.</summary>
    public static Task<WebPage> PressAsync(Browser browser, WebPage page, string about, string action, params (string Name, string Value)[] fields)
    {
        var button = About(page, about).QuerySelector($"button[value={action}]")!;
        return browser.PostAsync(page.Uri.PathAndQuery, new Dictionary<string, string>(
        [
            .. button.Closest("form")!.QuerySelectorAll("input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!)),
            KeyValuePair.Create("action", action),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]), Ct);
    }

    /// <summary>A provider next door, under a path of its own, at which people can log in.</summary>
    public static string Provider(OrgApp org, string name)
    {
        var (before, issuer) = (org.Site.Answer, org.Site.Url("/" + name));
        org.Site.Answer = http => http.Request.Path == $"/{name}/.well-known/openid-configuration"
            ? http.Response.WriteAsync($$"""{"issuer":"{{issuer}}","jwks_uri":"{{issuer}}/jwks","authorization_endpoint":"{{issuer}}/auth","token_endpoint":"{{issuer}}/token"}""")
            : before(http);
        return issuer;
    }

    public static async Task<WebPage> AddConnectionAsync(Browser browser, string preset, params (string Name, string Value)[] fields)
    {
        var page = await browser.GetAsync($"{ConnectionsPath}?preset={preset}", Ct);
        return await browser.SubmitAsync(page, "#connection-form", fields.ToDictionary(field => field.Name, field => field.Value), "add-it", Ct);
    }
}
