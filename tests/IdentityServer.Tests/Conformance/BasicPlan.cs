using IdentityServer.Domain.Clients;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Conformance;

/// <summary>oidcc-basic-certification-test-plan with static clients: one test per module, by the module's name.</summary>
public abstract class BasicPlan(SharedApp shared) : SuiteTests(shared)
{
    [Fact]
    public async Task Oidcc_server() => await RunAsync();

    [Fact]
    public async Task Oidcc_response_type_missing()
    {
        using var browser = await SignedInAsync();
        var back = await VisitAsync(browser, Url(await NewSuiteClientAsync(), ("response_type", null)), IdpApp.Alice);
        Expect.Error(back, "invalid_request", State);
        Assert.Equal("", back.Uri.Fragment);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("post-header")]
    [InlineData("post-body")]
    public async Task Oidcc_userinfo(string way)
    {
        var tokens = await RunAsync();
        using var request = new HttpRequestMessage(way == "get" ? HttpMethod.Get : HttpMethod.Post, "/connect/userinfo");
        if (way == "post-body") request.Content = new FormUrlEncodedContent([new("access_token", tokens.AccessToken)]);
        else request.Headers.Authorization = new("Bearer", tokens.AccessToken);
        var info = await App.SendAsync(request);
        Assert.Equal(200, info.Status);
        Assert.Equal("application/json", info.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(tokens.Claims().GetProperty("sub").GetString(), info["sub"]);
    }

    [Fact]
    public async Task Oidcc_ensure_request_without_nonce_succeeds_for_code_flow() => await RunAsync(("nonce", null));

    [Theory]
    [InlineData("profile")]
    [InlineData("email")]
    [InlineData("address")]
    [InlineData("phone")]
    [InlineData("profile email address phone")]
    public async Task Oidcc_scope(string scope)
    {
        var info = await App.UserInfoAsync((await RunAsync(("scope", "openid " + scope))).AccessToken);
        (string Scope, string[] Claims)[] table =
        [
            ("profile", ProfileClaims), ("email", ["email", "email_verified"]), ("address", ["address"]), ("phone", ["phone_number", "phone_number_verified"]),
        ];
        foreach (var (name, claims) in table)
        {
            foreach (var claim in claims)
                Assert.True(scope.Contains(name, StringComparison.Ordinal) == info.Json.TryGetProperty(claim, out _), $"{claim} with {scope}");
        }
        if (scope.Contains("phone", StringComparison.Ordinal)) Assert.True(info.Json.GetProperty("phone_number_verified").GetBoolean());
        if (scope.Contains("email", StringComparison.Ordinal)) Assert.True(info.Json.GetProperty("email_verified").GetBoolean());
        if (scope.Contains("address", StringComparison.Ordinal)) Assert.Equal("8000", info.Json.GetProperty("address").GetProperty("postal_code").GetString());
        if (scope.Contains("profile", StringComparison.Ordinal)) Assert.InRange(info.Json.GetProperty("updated_at").GetInt64(), 1, App.Clock.Now.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Oidcc_alternate_happy_flow()
    {
        using var browser = App.NewBrowser();
        var client = await NewSuiteClientAsync();
        var url = Url(client, ("scope", "email profile openid"));
        var turned = $"/connect/authorize?{string.Join('&', url.Split('?')[1].Split('&').Reverse())}";
        await CompleteAsync(await VisitAsync(browser, turned, (await NewPersonAsync()).Username), client);
    }

    [Theory]
    [InlineData("page")]
    [InlineData("popup")]
    public async Task Oidcc_display(string display) => await RunAsync(("display", display));

    [Fact]
    public async Task Oidcc_prompt_login() => await AgainAsync(("prompt", "login"));

    [Fact]
    public async Task Oidcc_max_age_1() => await AgainAsync(("max_age", "1"));

    /// <summary>A second request that must show the login page and move auth_time.</summary>
    async Task AgainAsync((string, string?) change)
    {
        using var browser = App.NewBrowser();
        var (client, person) = (await NewSuiteClientAsync(), await NewPersonAsync());
        var first = (await CompleteAsync(await VisitAsync(browser, Url(client), person.Username), client)).Claims();
        App.Clock.Advance(TimeSpan.FromSeconds(2));
        Expect.LoginPage(await browser.GetAsync(Url(client, change), Ct));
        var second = (await CompleteAsync(await VisitAsync(browser, Url(client, change), person.Username), client)).Claims();
        Assert.True(second.GetProperty("auth_time").GetInt64() > first.GetProperty("auth_time").GetInt64());
        Assert.Equal(first.GetProperty("sub").GetString(), second.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Oidcc_prompt_none_not_logged_in()
    {
        using var browser = App.NewBrowser();
        Expect.Error(await VisitAsync(browser, Url(await NewSuiteClientAsync(), ("prompt", "none")), ""), "login_required", State);
    }

    [Theory]
    [InlineData("prompt-none-logged-in")]
    [InlineData("id-token-hint")]
    [InlineData("max-age-10000")]
    public async Task Oidcc_second_request_succeeds_silently(string module)
    {
        using var browser = App.NewBrowser();
        var (client, person) = (await NewSuiteClientAsync(), await NewPersonAsync());
        var first = await CompleteAsync(await VisitAsync(browser, Url(client, ("max_age", module == "max-age-10000" ? "15000" : null)), person.Username), client);
        App.Clock.Advance(TimeSpan.FromSeconds(2));
        (string, string?)[] changes = module switch
        {
            "max-age-10000" => [("max_age", "10000")],
            "id-token-hint" => [("prompt", "none"), ("id_token_hint", first["id_token"])],
            _ => [("prompt", "none")],
        };
        // Nobody could sign in with this name: any page would stop the flow.
        var second = await CompleteAsync(await VisitAsync(browser, Url(client, changes), "nobody"), client);
        foreach (var claim in new[] { "sub", "auth_time" })
            Assert.Equal(first.Claims().GetProperty(claim).ToString(), second.Claims().GetProperty(claim).ToString());
    }

    [Theory]
    [InlineData("extra", "foobar")]
    [InlineData("login_hint", "buffy@idp.test")]
    [InlineData("ui_locales", "se")]
    [InlineData("claims_locales", "se")]
    [InlineData("acr_values", "urn:idp:acr:password")]
    [InlineData("acr_values", "1 2")]
    public async Task Oidcc_harmless_parameters(string name, string value) => await RunAsync((name, value));

    [Fact]
    public async Task Oidcc_ensure_request_with_acr_values_succeeds() =>
        Assert.Equal("urn:idp:acr:password", (await RunAsync(("acr_values", "urn:idp:acr:password"))).Claims().GetProperty("acr").GetString());

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task Oidcc_codereuse(int seconds)
    {
        using var browser = App.NewBrowser();
        var client = await NewSuiteClientAsync();
        var back = await VisitAsync(browser, Url(client), (await NewPersonAsync()).Username);
        var tokens = await CompleteAsync(back, client);
        App.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var again = await App.RedeemAsync(back, client);
        Assert.Equal(400, again.Status);
        Assert.Equal("invalid_grant", again["error"]);
        Assert.Equal("application/json", again.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(401, (await App.UserInfoAsync(tokens.AccessToken)).Status);
    }

    [Fact]
    public async Task Oidcc_ensure_registered_redirect_uri()
    {
        using var browser = App.NewBrowser();
        var page = await browser.GetAsync(Url(await NewSuiteClientAsync(), ("redirect_uri", TestClients.Callback + "/unregistered")), Ct);
        Expect.Page(page);
        Assert.Contains("redirect_uri", page.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Oidcc_ensure_post_request_succeeds()
    {
        using var browser = App.NewBrowser();
        var client = await NewSuiteClientAsync();
        var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Url(client).Split('?')[1]).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var login = await browser.PostAsync("/connect/authorize", fields, Ct);
        var page = await browser.SubmitAsync(await browser.SignInAsync(login, (await NewPersonAsync()).Username, IdpApp.Password), "form", Nothing, "consent-allow", Ct);
        await CompleteAsync(page.IsAtClient ? page : await browser.SubmitAsync(page, "form", Nothing, null, Ct), client);
    }

    [Fact]
    public async Task Oidcc_server_client_secret_post()
    {
        using var browser = App.NewBrowser();
        var client = await NewSuiteClientAsync(ClientAuthMethod.ClientSecretPost);
        var back = await VisitAsync(browser, Url(client), (await NewPersonAsync()).Username);
        var tokens = await App.FormAsync("/connect/token", null, ("grant_type", "authorization_code"), ("code", back["code"]), ("redirect_uri", TestClients.Callback),
            ("code_verifier", OidcCalls.Verifier), ("client_id", client), ("client_secret", TestClients.SecretOf(client)));
        await CheckAsync(tokens, client, "n-0S6_WzA2Mj");
    }

    [Fact]
    public async Task Oidcc_claims_essential()
    {
        var info = await App.UserInfoAsync((await RunAsync(("claims", """{"userinfo":{"name":{"essential":true}}}"""))).AccessToken);
        Assert.Equal("Alice Example", info["name"]);
        Assert.Null(info["email"]);
    }

    [Fact]
    public async Task Oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported()
    {
        using var browser = App.NewBrowser();
        var back = await VisitAsync(browser, Url(await NewSuiteClientAsync(), ("request", "eyJhbGciOiJub25lIn0.e30.")), "");
        Expect.Error(back, "request_not_supported", State);
    }

    [Fact]
    public async Task Oidcc_ensure_request_object_with_redirect_uri()
    {
        using var browser = App.NewBrowser();
        Expect.Page(await browser.GetAsync(Url(await NewSuiteClientAsync(), ("request", "eyJhbGciOiJub25lIn0.e30."), ("redirect_uri", "https://app.example/invalid")), Ct));
    }

    [Fact]
    public async Task Oidcc_refresh_token()
    {
        using var browser = App.NewBrowser();
        var (client, other, person) = (await NewSuiteClientAsync(), await NewSuiteClientAsync(), await NewPersonAsync());
        foreach (var (mine, foreign) in new[] { (client, other), (other, client) })
        {
            var first = await CompleteAsync(await VisitAsync(browser, Url(mine, ("scope", "openid offline_access"), ("prompt", "consent")), person.Username), mine);
            App.Clock.Advance(TimeSpan.FromSeconds(1));
            var stolen = await App.RefreshAsync(first.RefreshToken, foreign);
            Assert.Equal(400, stolen.Status);
            Assert.Equal("invalid_grant", stolen["error"]);
            var next = await App.RefreshAsync(first.RefreshToken, mine);
            Assert.Equal(200, next.Status);
            Assert.True(next.Headers.CacheControl!.NoStore);
            if (next["id_token"] is null) continue;
            foreach (var claim in new[] { "iss", "sub", "aud", "auth_time" })
                Assert.Equal(first.Claims().GetProperty(claim).ToString(), next.Claims().GetProperty(claim).ToString());
            Assert.True(next.Claims().GetProperty("iat").GetInt64() > first.Claims().GetProperty("iat").GetInt64());
        }
    }

    [Fact]
    public async Task Oidcc_ensure_request_with_valid_pkce_succeeds() => await RunAsync(("code_challenge_method", "S256"));
}
