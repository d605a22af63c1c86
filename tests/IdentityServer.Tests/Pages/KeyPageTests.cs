using System.Text.RegularExpressions;
using AngleSharp.Dom;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Pages;

/// <summary>What anybody may know about the keys, and nothing else.</summary>
public sealed partial class KeyPageTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_what_the_keys_are_and_will_be_and_keeps_what_is_private()
    {
        await using var app = await IdpApp.StartAsync();
        await KeyScene.PlayAsync(app, Ct);
        using var browser = app.NewBrowser();
        var page = await browser.GetAsync("/keys", Ct);
        Assert.Equal(200, (int)page.Status);
        // All but the first of RS256, which left the set longer ago than a key signs.
        var stored = (await app.Store().ListAsync(PoolId.Default, Ct)).Keys.Where(key => (key.Algorithm, key.Generation) != ("RS256", 1)).ToArray();

        // The table has each key once, its name whole.
        Assert.Equal(stored.Select(key => key.Kid).Order(StringComparer.Ordinal),
            page.Document.QuerySelectorAll("tbody .kid").Select(kid => kid.TextContent).Order(StringComparer.Ordinal));
        Assert.Equal(stored.Select(key => key.State).ToHashSet(), [KeyState.Announced, KeyState.Active, KeyState.Retired, KeyState.Withdrawn, KeyState.Revoked]);
        foreach (var key in stored)
        {
            var row = page.Document.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector(".kid")!.TextContent == key.Kid);
            Assert.Contains(key.Algorithm, row.TextContent, StringComparison.Ordinal);
            Assert.True(row.QuerySelector($".state-{key.State.ToString().ToLowerInvariant()}") is not null, row.OuterHtml);
            Assert.Contains($"{key.AnnouncedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}", row.QuerySelectorAll("time").Select(time => time.GetAttribute("datetime")));
        }
        Assert.Equal(IdpApp.Issuer + "/.well-known/jwks.json", page.Document.QuerySelector(".facts a")!.GetAttribute("href"));
        Assert.Contains("5 minutes, then ask again", Words(page.Document.QuerySelector(".facts")!), StringComparison.Ordinal);
        var said = page.Document.QuerySelectorAll(".band > p:first-of-type").Select(Words).ToArray();
        Assert.Matches("^RS256 tokens are signed by key .{9} since 19 Jun 2030, 12:10\\. The next key is announced on 25 Jul 2030, 12:10 and takes over on 8 Aug 2030, 12:10\\.$", said[0]);
        Assert.Matches("^ES256 tokens are signed by key .{9} since 15 Apr 2030, 12:00\\. The next key, .{9}, is public since 5 Jun 2030, 12:10 and takes over on 3 Jul 2030, 12:10\\.$", said[1]);

        // Not why, not under what, not what is sealed.
        var masterKey = app.Service<MasterKeys>();
        Assert.DoesNotContain(KeyScene.Reason, page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(masterKey.Fingerprint, page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(page.Document.QuerySelectorAll(".notice-bad"));
        Assert.True(page.Response!.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_drawing_can_be_heard_and_needs_no_style_or_script_of_its_own()
    {
        await using var app = await IdpApp.StartAsync();
        await KeyScene.PlayAsync(app, Ct);
        using var browser = app.NewBrowser();
        var page = await browser.GetAsync("/keys", Ct);
        Assert.Equal("'self'", Csp.Of(page)["style-src"]);
        Assert.Empty(page.Document.QuerySelectorAll("[style], style, script, main a[href^='javascript']"));

        var drawings = page.Document.QuerySelectorAll("svg[role=img]");
        Assert.Equal(3, drawings.Length);
        foreach (var drawing in drawings)
        {
            var names = drawing.GetAttribute("aria-labelledby")!.Split(' ').Select(id => page.Document.GetElementById(id)!).ToArray();
            Assert.Equal(["title", "desc"], names.Select(name => name.LocalName));
            Assert.All(names, name => Assert.NotEqual("", name.TextContent.Trim()));
        }
        // A drawing without a name is an ornament, and says so.
        Assert.DoesNotContain(page.Document.QuerySelectorAll("svg:not([role=img]):not([aria-hidden=true])"), svg => svg.Closest("svg[role=img]") is null);
        var ids = page.Document.QuerySelectorAll("[id]").Select(element => element.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        foreach (Match used in References().Matches(page.Body)) Assert.Contains(used.Groups[1].Value, ids);
        Assert.Single(page.Document.QuerySelectorAll("h1"));
        Assert.Equal(6, page.Document.QuerySelectorAll("th[scope=col]").Length);
        Assert.All(page.Document.QuerySelectorAll("tbody tr"), row => Assert.Equal((1, 5), (row.QuerySelectorAll("th[scope=row]").Length, row.QuerySelectorAll("td[data-label]").Length)));
    }

    [Fact]
    public async Task A_late_successor_is_said_to_be_late_with_what_to_do()
    {
        await using var app = await IdpApp.StartAsync();
        using var browser = app.NewBrowser();
        app.Clock.Advance(TimeSpan.FromDays(80));
        await app.LookAtKeysAsync(Ct);
        var notices = (await browser.GetAsync("/keys", Ct)).Document.QuerySelectorAll(".notice-bad").Select(Words).ToArray();
        Assert.Equal(3, notices.Length);
        Assert.All(notices, notice => Assert.Contains("It should be public since 1 Apr 2030, 12:00", notice, StringComparison.Ordinal));
        Assert.All(notices, notice => Assert.Contains("idp keys rotate", notice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_landing_page_leads_to_it_and_a_node_without_keys_says_so()
    {
        await using var app = await IdpApp.StartAsync();
        using var browser = app.NewBrowser();
        Assert.Equal("/keys", (await browser.GetAsync("/", Ct)).Document.QuerySelector("#keys")!.GetAttribute("href"));
        app.Service<KeyRings>().Take(PoolId.Default, new(null, "The keys are sealed under another master key."));
        var page = await browser.GetAsync("/keys", Ct);
        Expect.Page(page, 503);
        Assert.DoesNotContain("another master key", page.Body, StringComparison.Ordinal);
    }

    static string Words(IElement element) => Spaces().Replace(element.TextContent, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"url\(#([\w-]+)\)")]
    private static partial Regex References();
}
