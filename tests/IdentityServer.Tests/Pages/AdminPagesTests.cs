using IdentityServer.Domain.Organizations;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Org;
using Xunit;
using static IdentityServer.Tests.Pages.AdminScene;

namespace IdentityServer.Tests.Pages;

/// <summary>The pages for members: who comes in, who may change what, and what is never shown.</summary>
public sealed class AdminPagesTests(OrgApp org) : IClassFixture<OrgApp>
{
    const string Secret = "a-client-secret-that-is-never-shown";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static async Task<int> CountAsync(OrgCaller caller, string resource) => (await caller.GetAsync("/v1/" + resource)).Json.GetProperty(resource).GetArrayLength();

    [Fact]
    public async Task A_member_logs_in_and_out_with_a_cookie_that_only_this_site_brings_along()
    {
        using var browser = org.App.NewBrowser();
        foreach (var path in new[] { Identities, ConnectionsPath, "/admin/logout" })
            Assert.Equal(Login, (await browser.GetAsync(path, Ct)).Uri.AbsolutePath);
        var wrong = await LogInAsync(browser, AdminEmail, "wrong");
        Assert.Equal((Login, AdminEmail, ""), (wrong.Uri.AbsolutePath, wrong.Document.QuerySelector("#Email")!.GetAttribute("value"), wrong.Document.QuerySelector("#Password")!.GetAttribute("value") ?? ""));
        Assert.Contains("is not right", wrong.Text("#login-error"), StringComparison.Ordinal);
        Assert.Equal(wrong.Text("#login-error"), (await LogInAsync(browser, "nobody@acme.test")).Text("#login-error"));
        Assert.Null(browser.Cookies.Find(Cookie));

        var page = await LogInAsync(browser, AdminEmail);
        Assert.Equal(Identities, page.Uri.AbsolutePath);
        Assert.Contains(AdminEmail, page.Text(".who"), StringComparison.Ordinal);
        Assert.Equal("noindex", page.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.True(page.Response!.Headers.CacheControl!.NoStore);
        var cookie = Assert.Single(browser.Cookies.All, found => found.Name == Cookie);
        Assert.True(cookie.IsSecure && cookie.IsHttpOnly);
        Assert.Equal(("strict", "/", "43200"), (cookie.SameSite!.ToLowerInvariant(), cookie.Path, cookie.Flags["max-age"]));
        Assert.Equal(Identities, (await browser.GetAsync(Login, Ct)).Uri.AbsolutePath);

        // Whoever logs in once more leaves no session behind.
        var before = new OrgCaller(org.App, cookie.Value, "");
        Assert.Equal(200, (await before.GetAsync("/org/member")).Status);
        Assert.Equal(303, (int)(await browser.PostRawAsync(Login, [("__RequestVerificationToken", Expect.FormToken(page)), ("Email", AdminEmail), ("Password", OrgApp.Password)])).Status);
        Assert.Equal(401, (await before.GetAsync("/org/member")).Status);

        cookie = Assert.Single(browser.Cookies.All, found => found.Name == Cookie);
        (before, page) = (before with { Bearer = cookie.Value }, await browser.GetAsync(ConnectionsPath, Ct));
        Assert.Equal(200, (await before.GetAsync("/org/member")).Status);
        var answer = await browser.SubmitAsync(page, ".who", new Dictionary<string, string>(), null, Ct);
        Assert.Equal(Login, answer.Uri.AbsolutePath);
        Assert.Null(browser.Cookies.Find(Cookie));
        Assert.Equal(401, (await before.GetAsync("/org/member")).Status);
        browser.Cookies.Store(new(IdpApp.Issuer), $"{Cookie}={cookie.Value}; Path=/; Secure");
        Assert.Equal(Login, (await browser.GetAsync(Identities, Ct)).Uri.AbsolutePath);
        Assert.DoesNotContain(cookie.Value, org.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_of_two_organizations_says_which_by_name_or_by_id()
    {
        foreach (var admin in new[] { org.Admin, org.Other }) await org.JoinAsync(admin, "two@elsewhere.test", "Member");
        foreach (var (said, name) in new[] { ("Bravo", "Bravo"), (org.Admin.Organization, "Acme") })
        {
            using var browser = org.App.NewBrowser();
            Assert.Contains("several organizations", (await LogInAsync(browser, "two@elsewhere.test")).Text("#login-error"), StringComparison.Ordinal);
            Assert.Contains("is not right", (await LogInAsync(browser, "two@elsewhere.test", organization: "Nobody's")).Text("#login-error"), StringComparison.Ordinal);
            Assert.Equal(name, (await LogInAsync(browser, "two@elsewhere.test", organization: said)).Text(".who strong"));
        }
    }

    [Fact]
    public async Task A_member_who_is_removed_is_out_with_the_next_request()
    {
        var member = await org.JoinAsync(org.Admin, "leaving@acme.test", "Admin");
        var (browser, page) = await EnterAsync(org, "leaving@acme.test");
        Assert.Equal(200, (await org.Admin.DeleteAsync($"/org/member/{member.Id}")).Status);
        var count = await CountAsync(org.Admin, "identities");
        Assert.Equal(Login, (await TrustAsync(browser, page, "preview-it", ("Issuer", "https://a.example"), ("JwksUri", "https://a.example/keys"))).Uri.AbsolutePath);
        Assert.Equal(Login, (await browser.GetAsync(Identities, Ct)).Uri.AbsolutePath);
        Assert.Equal(count, await CountAsync(org.Admin, "identities"));
        browser.Dispose();
    }

    [Theory]
    [InlineData(MemberRole.ReadOnly)]
    [InlineData(MemberRole.Member)]
    public async Task Whoever_is_no_Admin_sees_all_and_changes_nothing(MemberRole role)
    {
        ScriptedIssuer issuer = new(org.App, org.Site);
        await issuer.TrustAsync(org.Admin, "{sub}", true);
        var (browser, page) = await EnterAsync(org, role);
        Assert.Contains(issuer.Issuer, page.Body, StringComparison.Ordinal);
        Assert.False(page.Has("main form"));
        var (known, fetched) = ((await org.Admin.GetAsync("/v1/identities")).Body, org.Site.Calls);
        (string, string)[] change = [("Id", page.Document.QuerySelector("article")!.GetAttribute("aria-labelledby")!["issuer-".Length..])];
        foreach (var action in new[] { "trust", "preview", "off", "roles", "remove" })
        {
            var refused = await browser.PostRawAsync(Identities, [("__RequestVerificationToken", Expect.FormToken(page)), ("action", action), ("Token", issuer.Workflow()), .. change]);
            Assert.Equal(403, (int)refused.Status);
            Assert.Contains("only an Admin", refused.Text("#notice"), StringComparison.Ordinal);
            Assert.Contains($"Your role is {role}", refused.Text("#notice"), StringComparison.Ordinal);
        }
        var connection = await browser.PostRawAsync(ConnectionsPath + "?preset=google", [("__RequestVerificationToken", Expect.FormToken(page)), ("action", "add"), ("ConnectionId", "x"), ("ClientId", "x"), ("ClientSecret", "x")]);
        Assert.Equal(403, (int)connection.Status);
        Assert.False(connection.Has("#connection-form"));
        Assert.Equal(known, (await org.Admin.GetAsync("/v1/identities")).Body);
        Assert.Equal(fetched, org.Site.Calls);
        browser.Dispose();
    }

    [Fact]
    public async Task A_form_counts_only_in_the_session_that_it_was_made_for()
    {
        var (browser, page) = await EnterAsync(org);
        var (stranger, others) = await EnterAsync(org, MemberRole.Admin);
        var count = await CountAsync(org.Admin, "identities");
        (string, string)[] fields = [("action", "trust"), ("Issuer", "https://forged.example"), ("JwksUri", "https://forged.example/keys")];
        foreach (var wrong in new[] { null, "", "x", Expect.FormToken(others), Expect.FormToken(page) + "A" })
            Expect.Page(await browser.PostRawAsync(Identities, wrong is null ? fields : [.. fields, ("__RequestVerificationToken", wrong)]));
        Expect.Page(await browser.PostRawAsync(Identities, [.. fields, ("__RequestVerificationToken", Expect.FormToken(page))], ("Sec-Fetch-Site", "cross-site")), 403);
        Assert.Equal(200, (int)(await browser.GetAsync("/admin/logout", Ct)).Status);
        Expect.Page(await browser.PostRawAsync("/admin/logout", []));
        Assert.Equal(Identities, (await browser.GetAsync(Identities, Ct)).Uri.AbsolutePath);
        Assert.Equal(count, await CountAsync(org.Admin, "identities"));
        browser.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public async Task They_are_at_the_root_alone()
    {
        var pool = await OrgApp.PoolAsync(org.Admin);
        var (browser, _) = await EnterAsync(org);
        Assert.Equal("Trusted issuers", (await browser.GetAsync("/admin", Ct)).Text("h1"));
        foreach (var path in new[] { "/admin", Login, Identities, ConnectionsPath, "/admin/logout" })
            Expect.Page(await browser.GetAsync($"/pools/{pool}{path}", Ct), 404);
        browser.Dispose();
    }

    [Fact]
    public async Task A_connection_is_added_switched_and_removed_and_its_secret_never_shown()
    {
        // Whoever was served here before, beside the provider there is nothing.
        org.Site.Answer = http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        var issuer = Provider(org, "page");
        var (browser, _) = await EnterAsync(org);
        (string, string)[] fields = [("Parameter-issuer", issuer), ("ClientId", "us"), ("ClientSecret", Secret), ("ConnectionId", "page"), ("Name", "<b>Our</b> staff")];
        var wrong = await AddConnectionAsync(browser, "oidc", [("Parameter-issuer", issuer + "/nowhere"), .. fields[1..]]);
        Assert.Contains("There is no discovery document below the issuer", wrong.Text("#Parameter-issuer-error"), StringComparison.Ordinal);
        Assert.Equal(("us", null), (wrong.Document.QuerySelector("#ClientId")!.GetAttribute("value"), wrong.Document.QuerySelector("#ClientSecret")!.GetAttribute("value")));
        Assert.Contains("The client secret must be there", (await AddConnectionAsync(browser, "oidc", [.. fields[..2], ("ClientSecret", ""), fields[3]])).Text("#ClientSecret-error"), StringComparison.Ordinal);
        Assert.Contains("The tenant has to be there", (await AddConnectionAsync(browser, "microsoft", ("ClientId", "us"))).Text("#Parameter-tenant-error"), StringComparison.Ordinal);

        var made = await AddConnectionAsync(browser, "oidc", fields);
        Assert.Equal(ConnectionsPath + "?done=added", made.Uri.PathAndQuery);
        Assert.Equal("<b>Our</b> staff", made.Text("article h3"));
        Assert.Contains(IdpApp.Issuer + "/connect/callback/page", made.Text("article .copied"), StringComparison.Ordinal);
        Assert.Contains("already", (await AddConnectionAsync(browser, "oidc", fields)).Text("#ConnectionId-error"), StringComparison.Ordinal);
        var off = await AdminScene.PressAsync(browser, made, "staff", "off");
        Assert.Equal("Off", off.Text("article .chip"));
        Assert.Contains("somebody else was faster", (await AdminScene.PressAsync(browser, made, "staff", "remove")).Text("#notice"), StringComparison.Ordinal);
        Assert.Equal("On", (await AdminScene.PressAsync(browser, off, "staff", "on")).Text("article .chip"));
        var (other, foreign) = await EnterAsync(org, "admin@bravo.test");
        Assert.False((await other.GetAsync(ConnectionsPath, Ct)).Has("article"));
        var gone = await other.PostRawAsync(ConnectionsPath, [("__RequestVerificationToken", Expect.FormToken(foreign)), ("action", "remove"), ("Id", "page"), ("Pool", "default")]);
        Assert.Contains("not there any more", gone.Text("#notice"), StringComparison.Ordinal);
        var removed = await AdminScene.PressAsync(browser, await browser.GetAsync(ConnectionsPath, Ct), "staff", "remove");
        Assert.False(removed.Has("article"));
        var audit = (await org.Admin.GetAsync("/v1/audit?limit=200")).Body;
        foreach (var action in new[] { "connection.created", "connection.changed", "connection.removed" }) Assert.Contains(action, audit, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, wrong.Body + made.Body + off.Body + removed.Body + audit + org.Log.Text, StringComparison.Ordinal);
        browser.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task A_connection_belongs_to_a_pool_of_the_organization()
    {
        var founder = await org.FoundAsync("Charlie");
        var (browser, _) = await EnterAsync(org, "admin@charlie.test");
        (string, string)[] fields = [("ClientId", "us"), ("ClientSecret", Secret)];
        // Who has no pool has nowhere to come to, whatever is sent.
        var none = await browser.GetAsync(ConnectionsPath + "?preset=github", Ct);
        Assert.False(none.Has("#connection-form"));
        (string, string)[] sent = [("__RequestVerificationToken", Expect.FormToken(none)), ("action", "add"), .. fields];
        foreach (var foreign in new[] { "default", await OrgApp.PoolAsync(org.Admin), "" })
            Assert.Contains("There is no such pool", (await browser.PostRawAsync(ConnectionsPath + "?preset=github", [.. sent, ("Pool", foreign)])).Text("#notice"), StringComparison.Ordinal);

        await OrgApp.PoolAsync(founder, name: "First");
        var second = await OrgApp.PoolAsync(founder, name: "Second");
        var made = await AddConnectionAsync(browser, "github", [.. fields, ("Pool", second)]);
        Assert.Equal("GitHub", made.Text("article h3"));
        Assert.Contains("Second", made.Text("article dl"), StringComparison.Ordinal);
        Assert.Equal($"{IdpApp.Issuer}/pools/{second}/connect/callback/github", made.Text("article .copied"));
        browser.Dispose();
    }
}
