using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Protocol;
using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S012: never more than is registered.</summary>
public sealed class ScopeTests(SharedApp shared) : AppTests(shared)
{
    async Task<Answer> RedeemedAsync(string client, string scope)
    {
        using var browser = App.NewBrowser();
        return await App.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl(client, ("scope", scope))), client);
    }

    [Fact]
    public async Task A_scope_that_is_unknown_or_not_the_clients_is_left_out_and_the_answer_says_so()
    {
        var client = await NewClientAsync(scope: ScopeSet.Of("openid", "email"));
        var tokens = await RedeemedAsync(client, "openid email profile cart orders nonsense OPENID");
        Assert.Equal(200, tokens.Status);
        Assert.Equal(["email", "openid"], tokens["scope"]!.Split(' ').Order(StringComparer.Ordinal));
        Assert.Equal(tokens["scope"], tokens.Claims("access_token").GetProperty("scope").GetString());
        var info = await App.UserInfoAsync(tokens.AccessToken);
        Assert.Null(info["preferred_username"]);
    }

    [Fact]
    public async Task Offline_access_without_permission_brings_no_refresh_token_that_outlives_the_session()
    {
        var client = await NewClientAsync(scope: ScopeSet.Of("openid"));
        var tokens = await RedeemedAsync(client, "openid offline_access");
        Assert.DoesNotContain("offline_access", tokens["scope"]!, StringComparison.Ordinal);
        Assert.Null(tokens["refresh_token"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("orders admin")]
    public async Task A_request_for_nothing_that_is_allowed_is_invalid_scope(string scope)
    {
        using var browser = await SignedInAsync();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(await NewClientAsync(), ("scope", scope)), Ct), "invalid_scope");
    }

    [Theory]
    [InlineData("openid \"x\"")]
    [InlineData("openid \\")]
    [InlineData("openid \u00e4")]
    public async Task A_malformed_scope_is_invalid_scope(string scope)
    {
        using var browser = await SignedInAsync();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("scope", scope)), Ct), "invalid_scope");
    }

    [Fact]
    public async Task A_resource_nobody_knows_is_invalid_target()
    {
        using var browser = await SignedInAsync();
        foreach (var resource in new[] { "https://nobody.example", "HTTPS://api.example", "https://api.example/", "urn:x" })
            Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("resource", resource)), Ct), "invalid_target");
        Expect.Code(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("resource", TestClients.Api), ("scope", "openid cart")), Ct));
    }

    [Fact]
    public async Task Consent_covers_what_was_agreed_to_and_asks_for_more()
    {
        var client = await NewClientAsync(consent: ConsentPolicy.Remember);
        var user = await NewUserAsync();
        using var browser = App.NewBrowser();
        Expect.Code(await browser.AuthorizeAsync(AuthorizeUrl(client, ("scope", "openid email")), user.Username));
        Expect.Code(await browser.GetAsync(AuthorizeUrl(client, ("scope", "email openid"), ("prompt", "none")), Ct));
        Expect.Error(await browser.GetAsync(AuthorizeUrl(client, ("scope", "openid email profile"), ("prompt", "none")), Ct), "consent_required");
    }

    [Fact]
    public async Task A_client_without_the_code_grant_may_not_ask()
    {
        var id = $"c-{Guid.CreateVersion7():n}";
        await App.SaveAsync(new()
        {
            PoolId = Domain.Primitives.PoolId.Default,
            Id = new(id),
            Name = id,
            RedirectUris = [TestClients.Callback],
            GrantTypes = [GrantTypes.ClientCredentials],
            Scope = ScopeSet.Of("openid"),
            CreatedAt = App.Clock.Now,
        });
        using var browser = await SignedInAsync();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(id), Ct), "unauthorized_client");
    }

    [Fact]
    public async Task A_broken_request_in_a_cold_browser_is_answered_at_the_registered_uri_only()
    {
        // Documented choice: protocol errors go to the exactly registered URI without a page of ours (conformance oidcc-response-type-missing).
        using var browser = App.NewBrowser();
        var back = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("response_type", "token")), Ct);
        Expect.Error(back, "unsupported_response_type");
        Assert.Equal(TestClients.Callback, back.Uri.GetLeftPart(UriPartial.Path));
        Assert.Empty(browser.Cookies.All);
    }
}
