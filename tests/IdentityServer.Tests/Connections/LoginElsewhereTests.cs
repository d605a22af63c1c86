using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Tests.Fixture;
using IdentityServer.Tests.Pools;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace IdentityServer.Tests.Connections;

/// <summary>From the button on the login page to the provider, back, and to the application's code.</summary>
public sealed class LoginElsewhereTests(AtProvider at) : IClassFixture<AtProvider>, IAsyncLifetime
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static string NewSub() => $"sub-{Guid.CreateVersion7():n}";

    public async ValueTask InitializeAsync() => await at.ResetAsync();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Whoever_is_known_there_gets_a_user_here_and_the_application_its_code()
    {
        var sub = NewSub();
        at.Provider.Claims = claims => (claims["name"], claims["preferred_username"], claims["sid"]) = ("Erika Ü", "erika", "s-1");
        using var browser = at.App.NewBrowser();
        var back = await at.LogInAsync(browser, sub, OidcCalls.AuthorizeUrl(TestClients.Web, ("scope", "openid profile email")));
        Expect.Code(back);
        var tokens = await at.App.RedeemAsync(back);
        var claims = tokens.Claims();
        Assert.Equal("fed", Assert.Single(claims.GetProperty("amr").EnumerateArray()).GetString());
        Assert.False(claims.TryGetProperty("acr", out _));
        Assert.Equal(at.App.Clock.Now.ToUnixTimeSeconds(), claims.GetProperty("auth_time").GetInt64());

        var (identity, user) = (await at.IdentityAsync(sub))!;
        Assert.Equal(claims.GetProperty("sub").GetString(), user.Id.Value);
        Assert.Equal((at.Provider.Issuer, $"{AtProvider.Id}|{sub}", null, $"{sub}@scripted.example", true), (identity.Issuer, user.Username, user.PasswordHash, user.Email, user.EmailVerified));
        var info = await at.App.UserInfoAsync(tokens.AccessToken);
        Assert.Equal(("Erika Ü", "erika", $"{sub}@scripted.example"), (info["name"], info["preferred_username"], info["email"]));
        var line = (await at.App.Service<IAuditLog>().ListAsync(at.Organization, null, 100, Ct)).First(line => line.Target == user.Id.Value);
        Assert.Equal((AuditAction.UserCreated.Name, Actors.Connection(AtProvider.Id), PoolId.Default), (line.Action, line.Actor, line.Pool));
    }

    [Fact]
    public async Task The_second_time_it_is_the_same_user()
    {
        var sub = NewSub();
        using var first = at.App.NewBrowser();
        Expect.Code(await at.LogInAsync(first, sub));
        var user = (await at.IdentityAsync(sub))!.User;
        at.Provider.Claims = claims => claims["given_name"] = "Erika";
        using var second = at.App.NewBrowser();
        var tokens = await at.App.RedeemAsync(await at.LogInAsync(second, sub));
        Assert.Equal(user.Id.Value, tokens.Claims().GetProperty("sub").GetString());
        Assert.Equal("Erika", (await at.IdentityAsync(sub))!.User.Claims["given_name"].GetString());
    }

    [Fact]
    public async Task The_request_has_what_the_protocol_asks_for_and_what_the_application_says_of_the_person()
    {
        using var browser = at.App.NewBrowser();
        var sent = await AtProvider.BeginAsync(browser, OidcCalls.AuthorizeUrl(TestClients.Web, ("login_hint", "a@b.example"), ("ui_locales", "de"), ("max_age", "60"), ("prompt", "login consent"), ("acr_values", "gold")));
        Assert.StartsWith(at.Provider.Issuer + "/authorize?", sent.Uri.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            [("acr_values", "gold"), ("client_id", AtProvider.ClientId), ("code_challenge_method", "S256"), ("login_hint", "a@b.example"), ("max_age", "60"), ("prompt", "login"),
                ("redirect_uri", $"{IdpApp.Issuer}/connect/callback/{AtProvider.Id}"), ("response_type", "code"), ("scope", "openid profile email"), ("ui_locales", "de")],
            sent.Parameters.Where(pair => pair.Key is not ("state" or "nonce" or "code_challenge")).Select(pair => (pair.Key, pair.Value)).Order());
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.Equal(43, sent[name]!.Length));
        var cookie = Assert.Single(browser.Cookies.All.Select(one => one.Name), name => name.StartsWith("__Host-idp-login-", StringComparison.Ordinal));
        Assert.DoesNotContain(sent["state"]!, cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_adds_parameters_and_replaces_none()
    {
        await at.ChangeAsync(connection => connection with { AuthorizationParameters = new Dictionary<string, string> { ["access_type"] = "offline", ["state"] = "mine", ["redirect_uri"] = "https://evil.example" } });
        at.Provider.Discovery = document => document["authorization_endpoint"] = at.Provider.Issuer + "/authorize?tenant=a%20b";
        at.App.Clock.Advance(TimeSpan.FromMinutes(11));
        using var browser = at.App.NewBrowser();
        var sent = await AtProvider.BeginAsync(browser);
        Assert.Equal(("offline", "a b", 43), (sent["access_type"], sent["tenant"], sent["state"]!.Length));
        Assert.DoesNotContain("evil.example", sent.Uri.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task We_prove_who_we_are_at_the_token_endpoint_and_nowhere_else()
    {
        using var browser = at.App.NewBrowser();
        Expect.Code(await at.LogInAsync(browser, NewSub()));
        var (form, authorization) = Assert.Single(at.Provider.TokenRequests);
        Assert.Equal(OidcCalls.Basic(AtProvider.ClientId, AtProvider.Secret).ToString(), authorization);
        Assert.Equal(["code", "code_verifier", "grant_type", "redirect_uri"], form.Keys.Order());
        Assert.Equal($"{IdpApp.Issuer}/connect/callback/{AtProvider.Id}", form["redirect_uri"]);
    }

    [Fact]
    public async Task A_hint_goes_there_at_once_and_an_unknown_one_to_the_login_page()
    {
        using var browser = at.App.NewBrowser();
        var sent = await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("idp_hint", AtProvider.Id)), Ct);
        Assert.True(sent.IsAtClient);
        Assert.StartsWith(at.Provider.Issuer, sent.Uri.ToString(), StringComparison.Ordinal);
        Expect.Code(await browser.GetAsync(at.Provider.Answer(sent.Uri, NewSub()), Ct));
        // Who is signed in already is not sent anywhere.
        Expect.Code(await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("idp_hint", AtProvider.Id)), Ct));

        using var another = at.App.NewBrowser();
        Expect.LoginPage(await another.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("idp_hint", "nobody")), Ct));
        Expect.Error(await another.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("idp_hint", AtProvider.Id), ("prompt", "none")), Ct), "login_required");
    }

    [Fact]
    public async Task Without_an_application_it_ends_at_the_front_page()
    {
        using var browser = at.App.NewBrowser();
        var page = await at.LogInAsync(browser, NewSub(), "/account/login");
        Assert.True(page is { Status: System.Net.HttpStatusCode.OK, Uri.AbsolutePath: "/" }, page.ToString());
    }

    [Fact]
    public async Task A_pool_has_its_own_connections_callback_and_users()
    {
        var realm = await Realm.AddAsync(at.App);
        await at.AddAsync(at.Connection() with { PoolId = realm.Id });
        using var browser = at.App.NewBrowser();
        var sent = await AtProvider.BeginAsync(browser, realm.Path + OidcCalls.AuthorizeUrl());
        Assert.Equal($"{realm.Issuer}/connect/callback/{AtProvider.Id}", sent["redirect_uri"]);
        var sub = NewSub();
        var answer = at.Provider.Answer(sent.Uri, sub);
        // What one pool has begun does not end in another.
        Expect.Page(await browser.GetAsync(answer.Replace(realm.Path, "", StringComparison.Ordinal), Ct));
        at.Refused("UpstreamStateForeign");
        var back = await browser.GetAsync(answer, Ct);
        Assert.True(back.IsAtClient && back["code"] is not null && back["iss"] == realm.Issuer, back.ToString());
        Assert.Null(await at.IdentityAsync(sub));
    }

    [Fact]
    public async Task Two_tabs_do_not_disturb_each_other()
    {
        using var browser = at.App.NewBrowser();
        var (one, two) = (await AtProvider.BeginAsync(browser), await AtProvider.BeginAsync(browser));
        var sub = NewSub();
        Expect.Code(await browser.GetAsync(at.Provider.Answer(two.Uri, sub), Ct));
        Expect.Code(await browser.GetAsync(at.Provider.Answer(one.Uri, sub), Ct));
    }

    [Fact]
    public async Task A_form_post_comes_by_way_of_a_redirect_with_what_counts_of_it()
    {
        using var browser = at.App.NewBrowser();
        var answer = new Uri(at.Provider.Answer((await AtProvider.BeginAsync(browser)).Uri, NewSub(), ("user", """{"name":"x"}"""), ("id_token", "t")));
        var fields = QueryHelpers.ParseQuery(answer.Query).Select(pair => (pair.Key, pair.Value.ToString())).ToArray();
        var sent = await browser.PostRawAsync(answer.AbsolutePath, fields, ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(303, (int)sent.Status);
        var location = sent.Response!.Headers.Location!.ToString();
        Assert.DoesNotContain("user=", location, StringComparison.Ordinal);
        Assert.DoesNotContain("id_token=", location, StringComparison.Ordinal);
        Expect.Code(await browser.GetAsync(location, Ct));
    }

    [Fact]
    public async Task A_disabled_connection_has_no_button_and_no_way()
    {
        await at.ChangeAsync(connection => connection with { Disabled = true });
        using var browser = at.App.NewBrowser();
        var login = await browser.GetAsync(OidcCalls.AuthorizeUrl(), Ct);
        Expect.LoginPage(login);
        Assert.False(login.Has(".elsewhere"));
        Expect.Page(await browser.GetAsync("/connect/login/example", Ct), 404);
        Expect.Page(await browser.GetAsync("/connect/callback/example?code=x&state=y", Ct), 404);
        Expect.LoginPage(await browser.GetAsync(OidcCalls.AuthorizeUrl(TestClients.Web, ("idp_hint", AtProvider.Id)), Ct));
        at.Refused("ConnectionUnknown");
    }
}
