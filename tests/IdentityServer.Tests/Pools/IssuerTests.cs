using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Pools;

/// <summary>A hosted pool is an issuer of its own, with everything that the root has as one, and with nothing else.</summary>
public sealed class IssuerTests(ThreeRealms realms) : IClassFixture<ThreeRealms>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Realm A => realms.A;

    [Fact]
    public async Task Its_metadata_are_at_all_addresses_that_the_standards_know_and_name_its_own_endpoints()
    {
        var metadata = await A.GetAsync("/.well-known/openid-configuration");
        Assert.Equal(200, metadata.Status);
        Assert.Equal(A.Issuer, metadata["issuer"]);
        foreach (var member in metadata.Json.EnumerateObject().Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name == "jwks_uri"))
            Assert.StartsWith(A.Issuer + "/", member.Value.GetString(), StringComparison.Ordinal);
        foreach (var address in (string[])
            [$"{A.Path}/.well-known/oauth-authorization-server", $"/.well-known/oauth-authorization-server{A.Path}", $"/.well-known/openid-configuration{A.Path}"])
            Assert.Equal(metadata.Body, (await realms.Root.GetAsync(address)).Body);
        Assert.Equal(IdpApp.Issuer, (await realms.Root.GetAsync("/.well-known/openid-configuration"))["issuer"]);
    }

    [Fact]
    public async Task A_whole_flow_ends_with_tokens_that_its_keys_alone_verify()
    {
        using var browser = A.App.NewBrowser();
        var back = await browser.AuthorizeAsync(A.AuthorizeUrl(TestClients.Web, ("scope", "openid offline_access")));
        Assert.Equal(A.Issuer, back["iss"]);
        var tokens = (await A.RedeemAsync(back)).Grants();

        Assert.Equal(A.Issuer, tokens.Claims().GetProperty("iss").GetString());
        var others = new[] { await realms.Root.KeysAsync(), await realms.B.KeysAsync() };
        var own = await A.KeysAsync();
        Assert.Empty(own.Keys.Select(key => key.Kid).Intersect(others.SelectMany(set => set.Keys).Select(key => key.Kid)));
        foreach (var token in (string[])["id_token", "access_token"])
        {
            Assert.True(JwtReader.TryRead(tokens[token]!, out var jwt, out _));
            JwtExpectations expected = new() { Issuer = A.Issuer };
            Assert.Null(JwtVerifier.Verify(jwt, own, expected, A.App.Clock.Now));
            Assert.All(others, set => Assert.NotNull(JwtVerifier.Verify(jwt, set, expected, A.App.Clock.Now)));
        }
        Assert.Equal(tokens.Claims().GetProperty("sub").GetString(), (await A.UserInfoAsync(tokens.AccessToken))["sub"]);
        Assert.Equal(A.Issuer, (await A.IntrospectAsync(tokens.AccessToken))["iss"]);
        var refreshed = (await A.RefreshAsync(tokens.RefreshToken)).Grants();
        Assert.Equal("true", (await A.IntrospectAsync(refreshed.RefreshToken))["active"], ignoreCase: true);
        Assert.Equal(200, (await A.RevokeAsync(refreshed.RefreshToken)).Status);
        Assert.Equal(Refusals.Inactive, (await A.IntrospectAsync(refreshed.AccessToken)).Body);
    }

    /// <summary>Every address that a page or a redirect of ours writes.</summary>
    [Fact]
    public async Task A_person_never_leaves_the_pool()
    {
        await A.App.SaveAsync(A.Client("asking-here", ConsentPolicy.Always));
        using var browser = A.App.NewBrowser();
        var login = await browser.GetAsync(A.AuthorizeUrl("asking-here"), Ct);
        StaysInside(login, "/account/login");
        var wrong = await browser.SignInAsync(login, IdpApp.Alice, "not the password");
        StaysInside(wrong, "/account/login");
        var consent = await browser.SignInAsync(wrong, IdpApp.Alice, IdpApp.Password);
        StaysInside(consent, "/consent");
        var back = await browser.SubmitAsync(consent, "form", new Dictionary<string, string>(), "consent-allow", Ct);
        Assert.All(back.Hops, hop => Assert.StartsWith(A.Path + "/", hop.AbsolutePath, StringComparison.Ordinal));
        Assert.NotNull(back["code"]);

        var formPost = await browser.GetAsync(A.AuthorizeUrl(TestClients.Web, ("response_mode", "form_post")), Ct);
        Assert.Contains($"href=\"{A.Path}/idp.css\"", formPost.Body, StringComparison.Ordinal);
        var error = await browser.GetAsync(A.AuthorizeUrl("nobody"), Ct);
        StaysInside(error, "/connect/authorize", 400);
        StaysInside(await browser.GetAsync(A.Path + "/keys", Ct), "/keys");
        var logout = await browser.GetAsync(A.Path + "/connect/endsession", Ct);
        StaysInside(logout, "/account/logout");
        StaysInside(await browser.PressAsync(logout, "stay"), "/keys");
        StaysInside(await browser.PressAsync(logout, "logout"), "/account/signed-out");
        var plain = await browser.GetAsync(A.Path + "/account/login", Ct);
        StaysInside(await browser.SignInAsync(plain, IdpApp.Alice, IdpApp.Password), "/keys");
    }

    void StaysInside(WebPage page, string path, int status = 200)
    {
        Assert.True((A.Path + path, status) == (page.Uri.AbsolutePath, (int)page.Status), page.ToString());
        Assert.All(page.Hops, hop => Assert.StartsWith(A.Path + "/", hop.AbsolutePath, StringComparison.Ordinal));
        foreach (var element in page.Document.QuerySelectorAll("a[href], form[action], link[href], script[src], img[src]"))
        {
            var target = new Uri(page.Uri, element.GetAttribute("href") ?? element.GetAttribute("src") ?? element.GetAttribute("action"));
            Assert.StartsWith(A.Issuer + "/", target.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/idp.css", "text/css")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    [InlineData("/guilloche.svg", "image/svg+xml")]
    public async Task What_its_pages_are_drawn_with_is_there(string file, string type) =>
        Assert.Equal(type, (await A.GetAsync(file)).ContentHeaders.ContentType?.MediaType);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/v1/keys")]
    [InlineData("/v1/audit")]
    [InlineData("/org")]
    [InlineData("/org/userPool")]
    [InlineData("/appUserIdToken")]
    [InlineData("/health/ready")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/demo")]
    [InlineData("/demo.js")]
    [InlineData("/Index")]
    [InlineData("/pools/another")]
    public async Task The_rest_of_the_server_is_at_the_root_only(string path)
    {
        (await A.GetAsync(path)).Refuses("not_found", 404);
        var page = await A.GetAsync(path, ("Accept", "text/html"));
        // These two speak JSON whatever they are asked for.
        if (path.StartsWith("/health", StringComparison.Ordinal) || path.StartsWith("/openapi", StringComparison.Ordinal)) page.Refuses("not_found", 404);
        else Assert.True(page is { Status: 404 } && page.Body.Contains("<h1>", StringComparison.Ordinal), page.ToString());
    }

    [Fact]
    public async Task What_is_no_live_hosted_pool_is_not_there()
    {
        var gone = await Realm.AddPoolAsync(A.App);
        var store = A.App.Service<IUserPoolStore>();
        Assert.Equal(Outcome.Done, await store.RemoveAsync(gone, null, A.App.Clock.Now, AuditRecord.Of(A.App.Clock, AuditAction.UserPoolRemoved, Actors.System, gone.Id.Value, gone.OrganizationId), Ct));
        var disabled = await Realm.AddPoolAsync(A.App, pool => pool with { Disabled = true });
        var others = await Realm.AddPoolAsync(A.App, pool => pool with { Authorization = new() { JwksUri = "https://keys.example/jwks.json" } });
        foreach (var id in (string[])
            [gone.Id.Value, disabled.Id.Value, others.Id.Value, Ids.NewUuid(TimeProvider.System), A.Id.Value.ToUpperInvariant(), A.Id.Value + "0", A.Id.Value.Replace("-", "", StringComparison.Ordinal), "default", "x", "..%2f", "%01"])
        {
            (await realms.Root.GetAsync($"/pools/{id}/.well-known/openid-configuration")).Refuses("not_found", 404);
            (await realms.Root.GetAsync($"/.well-known/openid-configuration/pools/{id}")).Refuses("not_found", 404);
            (await realms.Root.GetAsync($"/pools/{id}/.well-known/jwks.json", ("Accept", "text/html"))).Refuses("not_found", 404);
            (await A.App.FormAsync($"/pools/{id}/connect/token", TestClients.Web, ("grant_type", "client_credentials"))).Refuses("not_found", 404);
            var page = await realms.Root.GetAsync($"/pools/{id}{OidcCalls.AuthorizeUrl()}", ("Accept", "text/html"));
            Assert.True(page is { Status: 404 } && page.Body.Contains("href=\"/idp.css", StringComparison.Ordinal), page.ToString());
        }
        Assert.Equal(404, (await realms.Root.GetAsync("/pools")).Status);
    }

    [Fact]
    public async Task An_application_of_an_organization_signs_people_in()
    {
        var row = (await A.App.Service<IUserPoolStore>().FindAsync(A.Id, Ct))!;
        var application = A.Client(Ids.NewUuid(TimeProvider.System), sdk: new() { OrganizationId = row.OrganizationId, Kind = SdkClientKind.Application });
        Assert.True(await A.App.Service<IClientStore>().AddSdkAsync(application, null, AuditRecord.Of(A.App.Clock, AuditAction.SdkClientCreated, Actors.System, application.Id.Value, row.OrganizationId), Ct));
        var back = await A.CodeAsync(application.Id.Value);
        var tokens = await A.App.FormAsync(A.Path + "/connect/token", null, ("client_id", application.Id.Value), ("grant_type", "authorization_code"), ("code", back["code"]),
            ("redirect_uri", TestClients.Callback), ("code_verifier", OidcCalls.Verifier));
        Assert.Equal(application.Id.Value, tokens.Grants().Claims().GetProperty("aud").GetString());
        (await A.App.FormAsync(A.Path + "/connect/token", null, ("client_id", application.Id.Value), ("grant_type", "refresh_token"), ("refresh_token", tokens.RefreshToken))).Grants();
    }
}
