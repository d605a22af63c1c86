using IdentityServer.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>The rig itself: what every other test in this project trusts.</summary>
public sealed class RigTests(Chromium chromium, PostgresCluster postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chromium_opens_the_spa_and_the_published_library_reads_its_settings()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        site.Config = new { authority = "http://localhost:1" };
        await using var tab = await chromium.OpenAsync(site.Origin + "/");

        await tab.SeesAsync("#status", "signed out");
        Assert.Equal("0", await tab.TextAsync("#refresh_count"));
        Assert.Contains("GET /config.json", site.Requests);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task The_spa_shows_what_went_wrong()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        await using var tab = await chromium.OpenAsync($"{site.Origin}/?authority={Uri.EscapeDataString(site.Origin)}");

        await tab.SeesAsync("#status", "signed out");
        await tab.Page.ClickAsync("#signin");
        await tab.SeesAsync("#status", "error");

        Assert.NotEmpty(await tab.TextAsync("#error"));
        Assert.Contains("GET /.well-known/openid-configuration", site.Requests);
    }

    [Fact]
    public async Task Screenshots_come_in_two_widths_and_two_schemes()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        site.Config = new { authority = "http://localhost:1" };

        var pictures = await chromium.ScreenshotsAsync("rig", site.Origin + "/", page => page.WaitForSelectorAsync("#status:has-text('signed out')"));

        Assert.Equal(["rig-390-light.png", "rig-390-dark.png", "rig-1280-light.png", "rig-1280-dark.png"], pictures.Select(Path.GetFileName));
        Assert.All(pictures, picture => Assert.True(new FileInfo(picture).Length > 1000));
    }

    [Fact]
    public async Task Postgres_gives_every_caller_an_empty_durable_database()
    {
        var both = await Task.WhenAll(postgres.CreateDatabaseAsync(Ct), postgres.CreateDatabaseAsync(Ct));

        Assert.NotEqual(both[0], both[1]);
        Assert.Equal("on on on", await postgres.QueryAsync(both[0],
            "SELECT concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'))", Ct));
        await postgres.QueryAsync(both[0], "CREATE TABLE shopper (id int)", Ct);
        Assert.Equal("0", await postgres.QueryAsync(both[1], "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", Ct));
    }

    [Fact]
    public async Task Postgres_fails_loudly_on_a_wrong_statement()
    {
        var database = await postgres.CreateDatabaseAsync(Ct);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => postgres.QueryAsync(database, "SELECT * FROM nothing", Ct));
        Assert.Contains("\"nothing\" does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jose_signs_with_every_algorithm_and_reads_itself()
    {
        var signed = (await NodeScript.RunAsync("jose-crosscheck.mjs", Array.Empty<object>(), Ct)).GetProperty("signed");
        Assert.Equal(["RS256", "PS256", "RS512", "ES256", "ES384", "ES512", "EdDSA"], signed.EnumerateArray().Select(one => one.GetProperty("alg").GetString()));

        var read = await NodeScript.RunAsync("jose-crosscheck.mjs", signed, Ct);
        Assert.All(read.GetProperty("verified").EnumerateArray(), one => Assert.True(one.GetProperty("ok").GetBoolean()));
    }

    [Fact]
    public async Task Jose_refuses_a_token_whose_payload_was_changed()
    {
        var signed = (await NodeScript.RunAsync("jose-crosscheck.mjs", Array.Empty<object>(), Ct)).GetProperty("signed")[0];
        var parts = signed.GetProperty("token").GetString()!.Split('.');
        var changed = new { alg = "RS256", jwk = signed.GetProperty("jwk"), token = $"{parts[0]}.e30.{parts[2]}" };

        var answer = await NodeScript.ExecuteAsync("jose-crosscheck.mjs", new[] { changed }, Ct);

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_fails_fails_the_test_with_what_it_said()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => NodeScript.RunAsync("verify.mjs", new { issuer = "http://localhost:1" }, Ct));
        Assert.Contains("RIG_NO_TOKEN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_http_browser_keeps_secure_cookies_on_loopback_and_submits_hidden_fields()
    {
        await using var site = await StaticSite.StartAsync(Ct);
        site.Handlers["/form"] = context =>
        {
            context.Response.Headers.SetCookie = "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax";
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("""
                <form id="f" method="post" action="/done?x=1&amp;y=2"><input type="hidden" name="__token" value="a&amp;b">
                <input name="Username"><input type="checkbox" name="Remember" value="true"></form><button form="f" name="go" value="yes" id="login">In</button>
                """);
        };
        site.Handlers["/done"] = async context =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var seen = string.Join('&', form.Select(pair => $"{pair.Key}={pair.Value}"));
            context.Response.Redirect($"https://client.example/cb?state={Uri.EscapeDataString($"{seen} {context.Request.Headers.Cookie} {context.Request.Query["y"]}")}");
        };
        using var browser = new Browser(new(site.SameSiteOrigin));

        var page = await browser.GetAsync("/form", Ct);
        var client = await browser.SubmitAsync(page, "#login", new Dictionary<string, string> { ["Username"] = "alice" }, "login", Ct);

        Assert.True(client.IsAtClient);
        Assert.Equal("__token=a&b&Username=alice&go=yes __Host-session=abc 2", client["state"]);
        Assert.True(browser.Cookies.All[0].IsHttpOnly);
    }

    [Fact]
    public void The_cookie_jar_ends_cookies_and_keeps_what_prefixes_promise()
    {
        var jar = new CookieJar();
        Uri plain = new("http://shop.example/a/b"), loopback = new("http://localhost:5080/a/b");

        jar.Store(plain, "s=1; Secure");
        jar.Store(loopback, "__Host-x=1; Secure; Path=/a");
        jar.Store(loopback, "gone=1");
        jar.Store(loopback, "gone=; expires=Thu, 01 Jan 1970 00:00:00 GMT");
        jar.Store(loopback, "kept=1; Max-Age=60");

        Assert.Equal("kept=1", jar.Header(new("http://localhost:9999/a/c")));
        Assert.Equal("", jar.Header(new("http://localhost:9999/ab")));
        Assert.Equal("", jar.Header(plain));
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why()
    {
        var notAServer = new IdpStart { Patience = TimeSpan.FromSeconds(20), Arguments = ["--urls", "not-an-address"] };
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => IdpProcess.StartAsync(notAServer, Ct));
    }

    [Fact]
    public void The_manual_clock_stands_still_until_it_is_moved()
    {
        var clock = new ManualClock();
        var (before, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(before.AddMinutes(5), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(5), clock.GetElapsedTime(stamp));
    }

    [Fact]
    public void Free_ports_are_lent_once()
    {
        var ports = Enumerable.Range(0, 50).Select(_ => Repository.FreePort()).ToArray();
        Assert.Equal(50, ports.Distinct().Count());
    }
}
