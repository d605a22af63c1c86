using IdentityServer.Demo;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Org;
using IdentityServer.Tests.Pages;
using IdentityServer.Tests.Pools;
using Microsoft.Playwright;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Flows;

/// <summary>Every page, narrow and wide, light and dark: pictures to look at, and what a test can see by itself.</summary>
public sealed class EveryPageTests(Chromium chromium)
{
    const string Wrong = "not the password";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_page_scrolls_sideways_and_each_is_pictured_in_four_ways()
    {
        await using var idp = await Deployment.StartAsync(Ct, environment: "Development");
        var login = idp.Issuer + AuthorizeUrl(TestClients.Asking, ("scope", "openid profile email offline_access cart"));
        (string Name, string Path, Func<IPage, Task> Prepare)[] pages =
        [
            ("landing", "/", _ => Task.CompletedTask),
            ("demo-out", "/demo", page => page.WaitForSelectorAsync("#demo-out:not([hidden])")),
            ("demo-in", "/demo", DemoAsync),
            ("login", login, _ => Task.CompletedTask),
            ("login-plain", "/account/login", _ => Task.CompletedTask),
            ("login-error", login, page => LogInAsync(page, Wrong, "#login-error")),
            ("consent", login, page => LogInAsync(page, IdpApp.Password, "#consent-allow")),
            ("logout", "/account/login", SignOutPageAsync),
            ("signed-out", "/account/login", SignedOutAsync),
            ("error", idp.Issuer + AuthorizeUrl(TestClients.Asking, ("redirect_uri", "https://elsewhere.example/cb")), _ => Task.CompletedTask),
            ("error-direct", "/error", _ => Task.CompletedTask),
        ];

        foreach (var (name, path, prepare) in pages)
        {
            await chromium.ScreenshotsAsync(name, new Uri(new Uri(idp.Issuer), path).ToString(), async page =>
            {
                await prepare(page);
                await LookAsync(name, page);
            });
        }
    }

    [Fact]
    public async Task The_key_page_shows_past_present_and_coming()
    {
        var ct = Ct;
        await using var app = await IdpApp.StartAsync();
        await PictureAsync("keys-first");
        await KeyScene.PlayAsync(app, Ct);
        await PictureAsync("keys");
        // Nobody has looked after the keys since.
        app.Clock.Advance(TimeSpan.FromDays(41));
        await app.LookAtKeysAsync(Ct);
        await PictureAsync("keys-late");

        // The server in this process has no port: the browser's requests are handed to it. The browser calls back in the
        // context of whichever test has opened it, so this test's token is taken along.
        Task PictureAsync(string name) => chromium.ScreenshotsAsync(name, "about:blank", async page =>
        {
            await page.RouteAsync(IdpApp.Issuer + "/**", route => AnswerAsync(app, route, ct));
            // The server shares its process with whatever else is tested at this moment.
            await page.GotoAsync(IdpApp.Issuer + "/keys", new() { Timeout = 60_000 });
            await LookAsync(name, page);
            var outside = await page.EvaluateAsync<string[]>(OutsideTheDrawing);
            Assert.True(outside.Length == 0, $"{name}: {string.Join('\n', outside)}");
        });
    }

    [Fact]
    public async Task The_sign_in_page_of_a_pool_is_drawn_with_what_is_in_the_pool()
    {
        var ct = Ct;
        await using var app = await IdpApp.StartAsync();
        var pool = await Realm.AddAsync(app);
        await chromium.ScreenshotsAsync("login-pool", "about:blank", async page =>
        {
            List<string> asked = [];
            await page.RouteAsync(IdpApp.Issuer + "/**", route =>
            {
                asked.Add(new Uri(route.Request.Url).AbsolutePath);
                return AnswerAsync(app, route, ct);
            });
            await page.GotoAsync(pool.Issuer + "/account/login", new() { Timeout = 60_000 });
            await LookAsync("login-pool", page);
            Assert.Contains(pool.Path + "/idp.css", asked);
            Assert.All(asked, path => Assert.StartsWith(pool.Path + "/", path, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task The_pages_for_members_are_pictured_as_somebody_goes_through_them()
    {
        var ct = Ct;
        OrgApp org = new();
        await org.InitializeAsync();
        var app = org.App;
        try
        {
            using var nobody = app.NewBrowser();
            await PictureAsync("admin-login", await nobody.GetAsync(AdminScene.Login, ct));
            await PictureAsync("admin-login-error", await AdminScene.LogInAsync(nobody, AdminScene.AdminEmail, Wrong));

            var (browser, empty) = await AdminScene.EnterAsync(org);
            await PictureAsync("admin-identities-empty", empty);
            ScriptedIssuer issuer = new(app, org.Site);
            (string, string)[] fields = [("Token", issuer.Workflow()), ("Expression", "{repository}|{ref_name}"), ("Roles", "acme/site|main = Member\nacme/* = ReadOnly")];
            var preview = await AdminScene.TrustAsync(browser, empty, "preview-it", fields);
            await PictureAsync("admin-identities-preview", preview);
            await PictureAsync("admin-identities-wrong", await AdminScene.TrustAsync(browser, empty, "preview-it", ("Token", issuer.Workflow()[..^6] + "AAAAAA")));
            await PictureAsync("admin-identities", await AdminScene.TrustAsync(browser, preview, "trust-it"), page => page.ClickAsync("summary >> nth=1"));

            await PictureAsync("admin-connections-empty", await browser.GetAsync(AdminScene.ConnectionsPath, ct));
            (string, string)[] typed = [("Parameter-issuer", AdminScene.Provider(org, "staff")), ("ClientId", "acme-idp"), ("ClientSecret", "secret"), ("ConnectionId", "staff"), ("Name", "Staff account")];
            await PictureAsync("admin-connections-form", await browser.GetAsync(AdminScene.ConnectionsPath + "?preset=microsoft", ct));
            await PictureAsync("admin-connections-wrong", await AdminScene.AddConnectionAsync(browser, "oidc", [("Parameter-issuer", "https://nowhere.invalid"), .. typed[1..]]));
            await PictureAsync("admin-connections", await AdminScene.AddConnectionAsync(browser, "oidc", typed));

            var (reader, _) = await AdminScene.EnterAsync(org, Domain.Organizations.MemberRole.ReadOnly);
            await PictureAsync("admin-connections-reader", await reader.GetAsync(AdminScene.ConnectionsPath, ct));
            browser.Dispose();
            reader.Dispose();
        }
        finally
        {
            await org.DisposeAsync();
        }

        // What this test's own browser got is what the real one draws.
        Task PictureAsync(string name, WebPage seen, Func<IPage, Task>? prepare = null) => chromium.ScreenshotsAsync(name, "about:blank", async page =>
        {
            List<string> complaints = [];
            page.Console += (_, message) => complaints.Add(message.Text);
            await page.RouteAsync(IdpApp.Issuer + "/**", route => new Uri(route.Request.Url).AbsolutePath != seen.Uri.AbsolutePath ? AnswerAsync(app, route, ct) : route.FulfillAsync(new()
            {
                Status = (int)seen.Status,
                Headers = seen.Response!.Headers.Concat(seen.Response.Content.Headers).Where(header => header.Key != "Set-Cookie").ToDictionary(header => header.Key, header => string.Join(", ", header.Value)),
                Body = seen.Body,
            }));
            await page.GotoAsync(seen.Uri.ToString(), new() { Timeout = 60_000 });
            if (prepare is not null) await prepare(page);
            await LookAsync(name, page);
            Assert.Empty(complaints);
        });
    }

    /// <summary>Letters and bars that hang over the drawing's edge, or letters too small to read.</summary>
    const string OutsideTheDrawing = """
        () => [...document.querySelectorAll('svg[role=img]')].flatMap(svg => {
            const frame = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text, rect')].filter(e => {
                const box = e.getBoundingClientRect();
                return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1
                    || e.tagName === 'text' && parseFloat(getComputedStyle(e).fontSize) < 12);
            }).map(e => e.outerHTML);
        })
        """;

    static async Task AnswerAsync(IdpApp app, IRoute route, CancellationToken ct)
    {
        using var answer = await app.Http.GetAsync(new Uri(route.Request.Url), ct);
        await route.FulfillAsync(new()
        {
            Status = (int)answer.StatusCode,
            Headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value)),
            BodyBytes = await answer.Content.ReadAsByteArrayAsync(ct),
        });
    }

    static async Task LookAsync(string name, IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.Load);
        var width = page.ViewportSize!.Width;
        var wider = await page.EvaluateAsync<string[]>("""
            () => document.documentElement.scrollWidth <= innerWidth ? []
                : [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))
            """);
        Assert.True(wider.Length == 0 && await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"{name} scrolls sideways at {width}: {string.Join('\n', wider)}");
        Assert.Equal("en", await page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.NotEmpty(await page.TitleAsync());
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(1, await page.Locator("main").CountAsync());

        // WCAG 2.5.8: what is pressed has room for a finger, unless it is a link within a sentence.
        var small = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button, input:not([type=hidden]), textarea, select, summary, a.button')].filter(e => e.checkVisibility())
                .filter(e => { const box = e.getBoundingClientRect(); return box.height < 44 || box.width < 44; }).map(e => e.outerHTML.slice(0, 120))
            """);
        Assert.True(small.Length == 0, $"{name}: {string.Join('\n', small)}");
    }

    static async Task LogInAsync(IPage page, string password, string then)
    {
        await Spa.LogIn(IdpApp.Bob, password)(page);
        await Assertions.Expect(page.Locator(then)).ToBeVisibleAsync();
    }

    static async Task DemoAsync(IPage page)
    {
        await page.ClickAsync("#demo-signin");
        await Spa.LogIn(DemoShop.Username, IdpApp.Password)(page);
        // The first time she is asked; afterwards it is remembered.
        await page.WaitForSelectorAsync("#consent-allow, #demo-in:not([hidden])");
        if (await page.Locator("#consent-allow").CountAsync() > 0)
            await page.ClickAsync("#consent-allow");
        await Assertions.Expect(page.Locator("#demo-verified")).ToContainTextAsync("Signature verified");
    }

    static async Task SignOutPageAsync(IPage page)
    {
        await Spa.LogIn(IdpApp.Bob, IdpApp.Password)(page);
        await page.WaitForSelectorAsync("#addresses");
        await page.GotoAsync(new Uri(new Uri(page.Url), "/connect/endsession").ToString());
        await Assertions.Expect(page.Locator("#logout")).ToBeVisibleAsync();
    }

    static async Task SignedOutAsync(IPage page)
    {
        await SignOutPageAsync(page);
        await page.ClickAsync("#logout");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are signed out");
    }
}
