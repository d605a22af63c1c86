using System.Diagnostics;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Cli;

/// <summary>A command beside a running server takes effect in it within a second, counted from the command's end.</summary>
public sealed class RunningServerTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_is_made_changed_and_deleted_beside_the_server()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        await using var shell = new Shell(idp.Folder);
        using var browser = idp.NewBrowser();
        var url = AuthorizeUrl("fresh");
        Assert.Equal("/error", await EndAsync(browser, url));

        await shell.AskAsync("clients", "create", "--id", "fresh", "--redirect-uri", TestClients.Callback);
        await WithinASecondAsync(async () => await EndAsync(browser, url) == "/account/login");

        await shell.DoAsync("clients", "update", "fresh", "--disable");
        await WithinASecondAsync(async () => await EndAsync(browser, url) == "/error");
        await shell.DoAsync("clients", "update", "fresh", "--enable");
        await WithinASecondAsync(async () => await EndAsync(browser, url) == "/account/login");
        await shell.DoAsync("clients", "delete", "fresh");
        await WithinASecondAsync(async () => await EndAsync(browser, url) == "/error");
    }

    [Fact]
    public async Task A_user_who_is_disabled_gets_no_new_tokens_and_no_door_until_enabled()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        await using var shell = new Shell(idp.Folder);
        using var browser = idp.NewBrowser();
        var tokens = await TokensAsync(idp, browser);

        await shell.DoAsync("users", "disable", IdpApp.Alice);
        var refused = await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct);
        Assert.Equal((400, "invalid_grant"), (refused.Status, refused["error"]));
        Assert.Equal("/account/login", await EndAsync(browser, AuthorizeUrl()));
        using var another = idp.NewBrowser();
        Assert.Equal("/account/login", (await another.AuthorizeAsync(AuthorizeUrl())).Uri.AbsolutePath);

        await shell.DoAsync("users", "enable", IdpApp.Alice);
        Assert.True((await another.AuthorizeAsync(AuthorizeUrl())).IsAtClient);
        Assert.Equal(400, (await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct)).Status);
    }

    [Fact]
    public async Task A_new_password_ends_what_the_old_one_began()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        await using var shell = new Shell(idp.Folder);
        using var browser = idp.NewBrowser();
        var tokens = await TokensAsync(idp, browser);

        var password = (await shell.AskAsync("users", "set-password", IdpApp.Alice)).GetProperty("password").GetString()!;
        Assert.Equal(400, (await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct)).Status);
        var login = await browser.GetAsync(AuthorizeUrl(), Ct);
        Assert.Equal("/account/login", login.Uri.AbsolutePath);
        login = await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password);
        Assert.Equal("/account/login", login.Uri.AbsolutePath);
        Assert.True((await browser.SignInAsync(login, IdpApp.Alice, password)).IsAtClient);
    }

    [Fact]
    public async Task A_secret_that_is_renewed_ends_the_old_one()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        await using var shell = new Shell(idp.Folder);
        Assert.Equal(200, (await idp.Caller.ClientCredentialsAsync(Ct)).Status);
        await shell.AskAsync("clients", "update", TestClients.Web, "--new-secret");
        await WithinASecondAsync(async () => (await idp.Caller.ClientCredentialsAsync(Ct)).Status == 401);
    }

    [Fact]
    public async Task The_keys_of_the_running_server_are_listed_and_none_of_them_is_shown()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        await using var shell = new Shell(idp.Folder);
        var published = (await idp.Caller.GetAsync("/.well-known/jwks.json", Ct)).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!).Order(StringComparer.Ordinal);

        var keys = await shell.AskAsync("keys", "list");
        Assert.Equal(published, keys.EnumerateArray().Select(key => key.GetProperty("kid").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(["ES256", "EdDSA", "RS256"], keys.EnumerateArray().Select(key => key.GetProperty("alg").GetString()));
        Assert.All(keys.EnumerateArray(), key => Assert.Equal("active", key.GetProperty("state").GetString()));
        var said = await shell.DoAsync("keys", "list");
        Assert.StartsWith("KID ", said, StringComparison.Ordinal);
        foreach (var kid in published) Assert.Contains(kid, said, StringComparison.Ordinal);
        Assert.DoesNotContain("private", keys + said, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, (await shell.RunAsync("doctor")).ExitCode);
    }

    static async Task<Answer> TokensAsync(Deployment idp, Browser browser)
    {
        var back = await browser.AuthorizeAsync(AuthorizeUrl(TestClients.Web, ("scope", "openid offline_access")));
        var tokens = await idp.Caller.RedeemAsync(back["code"], Ct);
        return tokens.Status == 200 ? tokens : throw new InvalidOperationException(tokens.ToString());
    }

    /// <summary>Where the browser is in the end; the error page has the address of what failed.</summary>
    static async Task<string> EndAsync(Browser browser, string url)
    {
        var page = await browser.GetAsync(url, Ct);
        return (int)page.Status == 400 ? "/error" : page.Uri.AbsolutePath;
    }

    static async Task WithinASecondAsync(Func<Task<bool>> isSo)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var begun = waited.Elapsed;
            if (await isSo()) return;
            Assert.True(begun < Limit, $"Not so after {begun}.");
            await Task.Delay(25, Ct);
        }
    }
}
