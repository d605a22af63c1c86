using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityServer.Connections;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>What a connection may be set to: how it authenticates, what it speaks, what it takes and keeps, and how fresh a proof has to be.</summary>
public sealed class ConnectionKindsTests(AtProvider at) : IClassFixture<AtProvider>, IAsyncLifetime
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static string NewSub() => $"sub-{Guid.CreateVersion7():n}";

    public async ValueTask InitializeAsync() => await at.ResetAsync();

    public ValueTask DisposeAsync() => default;

    async Task<IdentityOfUser> LoggedInAsync(string sub, string connection = AtProvider.Id)
    {
        using var browser = at.App.NewBrowser();
        Expect.Code(await at.LogInAsync(browser, sub));
        return (await at.IdentityAsync(sub, connection))!;
    }

    [Theory]
    [InlineData(UpstreamAuthMethod.ClientSecretPost)]
    [InlineData(UpstreamAuthMethod.None)]
    public async Task The_secret_goes_into_the_body_or_nowhere(UpstreamAuthMethod method)
    {
        await at.ChangeAsync(connection => connection with { AuthMethod = method });
        await LoggedInAsync(NewSub());
        var (form, authorization) = Assert.Single(at.Provider.TokenRequests);
        Assert.Equal((null, AtProvider.ClientId, method == UpstreamAuthMethod.None ? null : AtProvider.Secret), (authorization, form["client_id"], form.GetValueOrDefault("client_secret")));
    }

    [Fact]
    public async Task An_assertion_is_signed_by_the_pools_key_for_this_provider_alone()
    {
        await at.ChangeAsync(connection => connection with { AuthMethod = UpstreamAuthMethod.PrivateKeyJwt });
        await LoggedInAsync(NewSub());
        var (form, _) = Assert.Single(at.Provider.TokenRequests);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        Assert.True(JwtReader.TryRead(form["client_assertion"], out var jwt, out _));
        var ring = at.App.Service<IKeyRings>().Find(PoolId.Default)!;
        Assert.Null(JwtVerifier.Verify(jwt, ring, new() { Issuer = AtProvider.ClientId, Audience = at.Provider.Issuer, MaxLifetime = TimeSpan.FromSeconds(60) }, at.App.Clock.Now));
        Assert.Equal((AtProvider.ClientId, JsonValueKind.String), (jwt.Payload.GetProperty("sub").GetString(), jwt.Payload.GetProperty("aud").ValueKind));
        Assert.Equal(43, jwt.Payload.GetProperty("jti").GetString()!.Length);
    }

    [Fact]
    public async Task A_secret_that_does_not_open_is_not_guessed()
    {
        await at.ChangeAsync(connection => connection with { SealedClientSecret = "rubbish" });
        using var browser = at.App.NewBrowser();
        Expect.LoginPage(await at.LogInAsync(browser, NewSub()));
        at.Refused("UpstreamTokenRequestRefused", "nothing to authenticate with");
        Assert.Equal(0, at.Provider.Count(ScriptedProvider.TokenPath));
    }

    [Fact]
    public async Task An_OAuth_server_says_at_an_address_of_its_own_who_the_user_is()
    {
        const string id = "plain";
        await at.AddAsync(at.Connection(id) with
        {
            Kind = ConnectionKind.OAuth2,
            Issuer = at.Provider.Issuer + "/user",
            AuthorizationUrl = at.Provider.Issuer + "/authorize",
            TokenUrl = at.Provider.Issuer + ScriptedProvider.TokenPath,
            UserInfoUrl = at.Provider.Issuer + "/user",
            Scope = "read:user",
            SubjectExpression = "{id}",
            ClaimPaths = new Dictionary<string, string> { ["picture"] = "avatar_url", ["nickname"] = "login", ["email"] = "mail" },
        });
        await at.ChangeAsync(connection => connection with { Disabled = true });
        at.Provider.Instead["/user"] = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response,
            http.Request.Headers.Authorization == "Bearer at-x" ? """{"id":583231,"login":"octo","avatar_url":"https://img.example/1","mail":"o@octo.example","email_verified":true,"sub":"1"}""" : "[]", Ct);
        at.Provider.TokenAnswer = answer => answer.Remove("id_token");
        using var browser = at.App.NewBrowser();
        Expect.Code(await at.LogInAsync(browser, "x", null, ("iss", "https://whatever.example")));
        var (identity, user) = (await at.IdentityAsync("583231", id))!;
        Assert.Equal((at.Provider.Issuer + "/user", "plain|583231"), (identity.Issuer, user.Username));
        Assert.Equal(("https://img.example/1", "octo"), (user.Claims["picture"].GetString(), user.Claims["nickname"].GetString()));
        // What it says of an email claim it does not say of the mail that is taken instead.
        Assert.Equal(("o@octo.example", false), (user.Email, user.EmailVerified));
        using var other = at.App.NewBrowser();
        Expect.LoginPage(await at.LogInAsync(other, "y", null, ("iss", null)));
        at.Refused("UpstreamUserInfoUnusable", "not JSON");
        await at.App.Service<IConnectionStore>().RemoveAsync((await at.App.Service<IConnectionStore>().FindAsync(PoolId.Default, id, Ct))!, null,
            IdentityServer.Domain.Audit.AuditRecord.Of(at.App.Clock, IdentityServer.Domain.Audit.AuditAction.ConnectionRemoved, "system", id, at.Organization), Ct);
    }

    [Fact]
    public async Task What_the_ID_token_lacks_is_asked_for_once_more_and_only_then()
    {
        await LoggedInAsync(NewSub());
        var whole = at.Provider.Count(ScriptedProvider.UserInfoPath);
        at.Provider.Claims = claims => claims["name"] = "Here";
        var sub = NewSub();
        await LoggedInAsync(sub);
        Assert.Equal((1, 1), (whole, at.Provider.Count(ScriptedProvider.UserInfoPath)));
        at.Provider.Claims = claims => claims.Remove("email");
        at.Provider.UserInfo = claims => (claims["name"], claims["family_name"], claims["roles"], claims["updated_at"]) = ("There", "Family", new JsonArray("admin"), 1);
        var (_, user) = await LoggedInAsync(sub);
        Assert.Equal(("There", "Family"), (user.Claims["name"].GetString(), user.Claims["family_name"].GetString()));
        Assert.Equal(["family_name", "name"], user.Claims.Keys.Order());
    }

    [Fact]
    public async Task Tokens_are_kept_where_the_connection_says_so_and_sealed()
    {
        var sub = NewSub();
        Assert.Null((await LoggedInAsync(sub)).Identity.SealedTokens);
        await at.ChangeAsync(connection => connection with { KeepsTokens = true });
        at.Provider.TokenAnswer = answer => answer["refresh_token"] = "rt-1";
        var sealedTokens = (await LoggedInAsync(sub)).Identity.SealedTokens!;
        Assert.DoesNotContain("at-", sealedTokens, StringComparison.Ordinal);
        var kept = at.App.Service<KeptTokens>().Open(sealedTokens)!;
        Assert.Equal(($"at-{sub}", "rt-1", at.App.Clock.Now.ToUnixTimeSeconds() + 300), (kept.AccessToken, kept.RefreshToken, kept.ExpiresAt!.Value));
        Assert.Equal(3, kept.IdToken!.Split('.').Length);
    }

    [Fact]
    public async Task A_proof_that_is_older_than_was_asked_for_is_refused()
    {
        var old = at.App.Clock.Now.AddMinutes(-5).ToUnixTimeSeconds();
        at.Provider.Claims = claims => claims["auth_time"] = old;
        foreach (var (name, value) in ((string, string)[])[("prompt", "login"), ("max_age", "60"), ("max_age", "0")])
            await IsUnprovenAsync(OidcCalls.AuthorizeUrl(TestClients.Web, (name, value)));
        using var browser = at.App.NewBrowser();
        var tokens = await at.App.RedeemAsync(await at.LogInAsync(browser, NewSub(), OidcCalls.AuthorizeUrl(TestClients.Web, ("max_age", "600"))));
        Assert.Equal(old, tokens.Claims().GetProperty("auth_time").GetInt64());
    }

    async Task IsUnprovenAsync(string url)
    {
        using var browser = at.App.NewBrowser();
        var page = await at.LogInAsync(browser, NewSub(), url);
        Expect.LoginPage(page);
        Assert.StartsWith("Example did not ask who you are", page.Text("#login-notice strong"), StringComparison.Ordinal);
        at.Refused("UpstreamProofStale");
    }

    [Fact]
    public async Task An_application_that_wants_a_password_is_not_served_by_somebody_elses_word()
    {
        const string essential = """{"id_token":{"acr":{"essential":true,"values":["urn:idp:acr:password"]}}}""";
        using var browser = at.App.NewBrowser();
        Expect.Error(await at.LogInAsync(browser, NewSub(), OidcCalls.AuthorizeUrl(TestClients.Web, ("claims", essential))), "unmet_authentication_requirements");
        Expect.LoginPage(await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("claims", essential)), Ct));
        Expect.Code(await browser.AuthorizeAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("claims", essential))));
    }
}
