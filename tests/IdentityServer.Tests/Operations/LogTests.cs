using System.Text.Json;
using IdentityServer.Domain.Protocol;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Operations;

/// <summary>What Production writes down: JSON, line by line, and nothing that opens anything. ASVS 16.2.5.</summary>
public sealed class LogTests
{
    const string WrongPassword = "hunter2-is-not-it";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_flow_with_its_mistakes_leaves_no_secret_in_the_log_and_every_line_is_json()
    {
        await using var idp = await Deployment.StartAsync(Ct);
        using var browser = idp.NewBrowser();
        List<string> secrets = [IdpApp.Password, WrongPassword, Verifier, Challenge, "af0ifjsldkj", "n-0S6_WzA2Mj", TestClients.SecretOf(TestClients.Asking)];

        await FlowAsync(idp, browser, secrets);
        await MistakesAsync(idp, browser, secrets);
        Assert.Equal(0, await idp.Process.TerminateAsync(TimeSpan.FromSeconds(30), Ct));

        secrets.AddRange(browser.Cookies.All.Select(cookie => cookie.Value));
        secrets.Add((await File.ReadAllTextAsync(Path.Combine(idp.Folder, "keys", "master.key"), Ct)).Trim());
        var lines = idp.Process.Output;
        Assert.True(lines.Count >= 6, string.Join('\n', lines));
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            Assert.True(json.RootElement.TryGetProperty("LogLevel", out _) && json.RootElement.TryGetProperty("Timestamp", out _), line);
            Assert.DoesNotContain("code_challenge", line, StringComparison.Ordinal);
            Assert.DoesNotContain("?tx=", line, StringComparison.Ordinal);
            foreach (var secret in secrets.Where(secret => secret.Length > 0))
                Assert.DoesNotContain(secret, line, StringComparison.OrdinalIgnoreCase);
        }

        // A name that a stranger chose is shown in part, and shapes nothing.
        Assert.Contains(nameof(Reason.ParameterRepeated) + " n??" + new string('n', 61) + " (", string.Join('\n', lines), StringComparison.Ordinal);

        // The mistakes are there all the same, by their names.
        var log = string.Join('\n', lines);
        Assert.Contains(nameof(Reason.RedirectUriUnregistered), log, StringComparison.Ordinal);
        Assert.Contains(nameof(Reason.CodeSpent), log, StringComparison.Ordinal);
    }

    static async Task FlowAsync(Deployment idp, Browser browser, List<string> secrets)
    {
        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("scope", "openid email offline_access")), Ct);
        Collect(login, browser, secrets);
        var consent = await browser.SignInAsync(await browser.SignInAsync(login, IdpApp.Alice, WrongPassword), IdpApp.Alice, IdpApp.Password);
        Collect(consent, browser, secrets);
        var atClient = await browser.SubmitAsync(consent, "form", new Dictionary<string, string>(), "consent-allow", Ct);
        secrets.Add(atClient["code"]!);

        var tokens = await idp.Caller.RedeemAsync(atClient["code"], Ct, TestClients.Asking);
        secrets.AddRange([tokens.AccessToken, tokens.RefreshToken, tokens["id_token"]!]);
        var next = await idp.Caller.RefreshAsync(tokens.RefreshToken, Ct, TestClients.Asking);
        secrets.AddRange([next.AccessToken, next.RefreshToken]);
        Assert.Equal(200, (await idp.Caller.GetAsync("/connect/userinfo", Ct, next.AccessToken)).Status);
        Assert.Equal(200, (await idp.Caller.FormAsync("/connect/introspect", TestClients.Asking, Ct, ("token", next.RefreshToken))).Status);

        // A replay, which is noticed, and a token that means nothing any more.
        Assert.Equal(400, (await idp.Caller.RedeemAsync(atClient["code"], Ct, TestClients.Asking)).Status);
        Assert.Equal(400, (await idp.Caller.RefreshAsync(next.RefreshToken, Ct, TestClients.Asking)).Status);
        var ended = await browser.GetAsync($"/connect/endsession?id_token_hint={tokens["id_token"]}&post_logout_redirect_uri={Uri.EscapeDataString(TestClients.SignedOut)}&state=bye-bye-state", Ct);
        Assert.True(ended.IsAtClient, ended.ToString());
        secrets.Add("bye-bye-state");
    }

    static async Task MistakesAsync(Deployment idp, Browser browser, List<string> secrets)
    {
        secrets.AddRange(["not-a-code-value", "not-a-refresh-token", "wrong-client-secret", "https://elsewhere.example", "forged.bearer.token"]);
        await browser.GetAsync(AuthorizeUrl(TestClients.Asking, ("redirect_uri", "https://elsewhere.example/cb")), Ct);
        await browser.GetAsync("/account/login?tx=not-a-code-value", Ct);
        await idp.Caller.RedeemAsync("not-a-code-value", Ct);
        await idp.Caller.RefreshAsync("not-a-refresh-token", Ct);
        await idp.Caller.FormAsync("/connect/token?code=not-a-code-value", TestClients.Web, Ct, ("grant_type", "authorization_code"));
        await idp.Caller.FormAsync("/connect/token", null, Ct, ("grant_type", "client_credentials"), ("client_id", TestClients.Web), ("client_secret", "wrong-client-secret"));
        var name = "n\u202e\u2028" + new string('n', 5000);
        await idp.Caller.FormAsync("/connect/token", TestClients.Web, Ct, (name, "1"), (name, "2"));
        await idp.Caller.GetAsync("/connect/userinfo", Ct, "forged.bearer.token");
        await idp.Caller.GetAsync("/connect/userinfo?access_token=forged.bearer.token", Ct);
    }

    static void Collect(WebPage page, Browser browser, List<string> secrets)
    {
        secrets.AddRange(page.Document.QuerySelectorAll("input[type=hidden]").Select(field => field.GetAttribute("value") ?? ""));
        secrets.Add(System.Web.HttpUtility.ParseQueryString(page.Uri.Query)["tx"] ?? "");
        secrets.AddRange(browser.Cookies.All.Select(cookie => cookie.Value));
    }
}
