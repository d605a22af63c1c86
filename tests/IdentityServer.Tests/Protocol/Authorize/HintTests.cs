using IdentityServer.Tests.Fixture;
using Xunit;
using static IdentityServer.Tests.Fixture.OidcCalls;

namespace IdentityServer.Tests.Protocol.Authorize;

/// <summary>S007: a hint names a user; it never signs anybody in.</summary>
public sealed class HintTests(SharedApp shared) : AppTests(shared)
{
    async Task<string> IdTokenAsync(string username = IdpApp.Alice) => (await App.TokensAsync(username: username))["id_token"]!;

    [Fact]
    public async Task A_hint_for_the_one_who_is_signed_in_is_answered()
    {
        using var browser = await SignedInAsync();
        var hint = await IdTokenAsync();
        Expect.Code(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none"), ("id_token_hint", hint)), Ct));
        App.Clock.Advance(TimeSpan.FromHours(2));
        Expect.Code(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none"), ("id_token_hint", hint)), Ct));
    }

    [Fact]
    public async Task A_hint_alone_signs_nobody_in()
    {
        using var browser = App.NewBrowser();
        var hint = await IdTokenAsync();
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none"), ("id_token_hint", hint)), Ct), "login_required");
        Expect.LoginPage(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("id_token_hint", hint)), Ct));
    }

    [Fact]
    public async Task A_hint_for_another_user_is_login_required_and_never_answered_for_the_one_who_is_there()
    {
        using var browser = await SignedInAsync();
        var hint = await IdTokenAsync(IdpApp.Bob);
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none"), ("id_token_hint", hint)), Ct), "login_required");

        var login = await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("id_token_hint", hint)), Ct);
        Expect.LoginPage(login);
        Expect.Error(await browser.SignInAsync(login, IdpApp.Alice, IdpApp.Password), "login_required");
    }

    [Fact]
    public async Task A_sub_asked_for_by_value_is_a_hint_too()
    {
        using var browser = await SignedInAsync();
        var claims = """{"id_token":{"sub":{"value":"somebody-else"}}}""";
        Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("prompt", "none"), ("claims", claims)), Ct), "login_required");
    }

    [Fact]
    public async Task Hints_that_are_not_ID_tokens_of_this_issuer_are_invalid_request()
    {
        using var browser = await SignedInAsync();
        var tokens = await App.TokensAsync();
        var id = tokens["id_token"]!;
        string[] wrong =
        [
            "garbage", "a.b.c", "..", id[..^2], id + "x", $"{id}.",
            Forge.Unsigned(id),
            Forge.SignedByStranger(id),
            Forge.Edited(id, claims => claims["sub"] = "somebody"),
            Forge.Resigned(App, id, claims => claims["iss"] = "https://other.example"),
            Forge.Resigned(App, id, claims => claims["iss"] = IdpApp.Issuer + "/"),
            Forge.Resigned(App, id, claims => claims.Remove("iss")),
            Forge.Resigned(App, id, claims => claims.Remove("sub")),
            Forge.Resigned(App, id, claims => claims["aud"] = new System.Text.Json.Nodes.JsonArray("web", "evil")),
            Forge.Resigned(App, id, _ => { }, typ: "at+jwt"),
            Forge.Resigned(App, id, _ => { }, typ: "logout+jwt"),
            tokens.AccessToken,
            tokens.RefreshToken,
        ];
        foreach (var hint in wrong)
            Expect.Error(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("id_token_hint", hint)), Ct), "invalid_request");
        // The forge itself makes good ones.
        Expect.Code(await browser.GetAsync(AuthorizeUrl(TestClients.Web, ("id_token_hint", Forge.Resigned(App, id, _ => { }))), Ct));
    }
}
