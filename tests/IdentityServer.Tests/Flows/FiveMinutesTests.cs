using IdentityServer.Tests.Cli;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Flows;

/// <summary>The README's promise: from `dotnet run` to verified tokens of your own client and user, with what the commands print.</summary>
public sealed class FiveMinutesTests
{
    const string Callback = "http://localhost:3000/callback";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newcomer_makes_a_client_and_a_user_and_gets_tokens_that_verify()
    {
        await using var idp = await IdpProcess.StartAsync(null, Ct);
        await using var shell = new Shell(idp.Folder);
        var issuer = idp.Address.GetLeftPart(UriPartial.Authority);
        shell.Settings["Idp:Issuer"] = issuer;

        // The words of the landing page.
        var client = await shell.DoAsync("clients", "create", "--id", "my-app", "--name", "My app", "--redirect-uri", Callback);
        var (id, secret) = (ClientsTests.ValueOf(client, "client_id"), ClientsTests.ValueOf(client, "client_secret"));
        Assert.Contains($"{issuer}/.well-known/openid-configuration", client, StringComparison.Ordinal);
        var password = ClientsTests.ValueOf(await shell.DoAsync("users", "create", "--username", "bob", "--email", "bob@example.test"), "password");

        using var browser = new Browser(idp.Address);
        var page = await PatientlyAsync(browser, AuthorizeUrl(id, ("redirect_uri", Callback), ("scope", "openid profile email offline_access")));
        page = await browser.SignInAsync(page, "bob", password);
        Assert.Contains("My app", page.Body, StringComparison.Ordinal);
        page = await browser.SubmitAsync(page, "form", new Dictionary<string, string>(), "consent-allow", Ct);
        Assert.True(page.IsAtClient, page.ToString());
        Assert.StartsWith(Callback, page.Uri.ToString(), StringComparison.Ordinal);

        using var caller = new Caller(idp.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Headers = { Authorization = Basic(id, secret) } };
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = page["code"]!, ["redirect_uri"] = Callback, ["code_verifier"] = Verifier,
        });
        var tokens = await caller.SendAsync(request, Ct);
        Assert.True(tokens.Status == 200, tokens.ToString());
        Assert.NotNull(tokens["refresh_token"]);

        var verified = await NodeScript.RunAsync("verify.mjs", new
        {
            issuer,
            jwksUri = issuer + "/.well-known/jwks.json",
            idToken = tokens["id_token"],
            accessToken = tokens.AccessToken,
            clientId = id,
            nonce = "n-0S6_WzA2Mj",
        }, Ct);
        Assert.True(verified.GetProperty("ok").GetBoolean());
        Assert.Equal("bob@example.test", (await caller.GetAsync("/connect/userinfo", Ct, tokens.AccessToken))["email"]);
        Assert.Equal(0, (await shell.RunAsync("doctor")).ExitCode);
    }

    [Fact]
    public async Task An_alice_of_the_operators_own_comes_before_the_demos()
    {
        await using var idp = await Deployment.StartAsync(Ct, environment: "Development");
        using var browser = idp.NewBrowser();
        foreach (var path in (string[])["/", "/demo"])
        {
            var page = await browser.GetAsync(path, Ct);
            Assert.Contains("alice", page.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Demo.DemoShop.Password, page.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(IdpApp.Password, page.Body, StringComparison.Ordinal);
        }
        Assert.True((await browser.AuthorizeAsync(AuthorizeUrl())).IsAtClient);
        await idp.RestartAsync(Ct);
        Assert.Single(idp.Process.Output, line => line.Contains("Ready.", StringComparison.Ordinal));
        Assert.DoesNotContain(idp.Process.Output, line => line.Contains("Configuration:", StringComparison.Ordinal));

        await using var demo = await IdpProcess.StartAsync(null, Ct);
        using var newcomer = new Browser(demo.Address);
        foreach (var path in (string[])["/", "/demo"]) Assert.Contains(Demo.DemoShop.Password, (await newcomer.GetAsync(path, Ct)).Body, StringComparison.Ordinal);
    }

    /// <summary>A running server notices a new client within a second.</summary>
    static async Task<WebPage> PatientlyAsync(Browser browser, string url)
    {
        for (var attempt = 0; ; attempt++)
        {
            var page = await browser.GetAsync(url, Ct);
            if (page.Uri.AbsolutePath == "/account/login" || attempt == 20) return page;
            await Task.Delay(50, Ct);
        }
    }
}
