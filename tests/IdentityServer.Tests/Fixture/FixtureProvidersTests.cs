using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>The providers of the rig, each asked as a client asks.</summary>
public sealed class FixtureProvidersTests
{
    const string Callback = "https://idp.test/connect/callback/up";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_upstream_logs_in_whom_it_is_told_keeps_what_it_was_asked_and_tells_of_a_logout()
    {
        await using var upstream = await Upstream.StartAsync(Ct);
        await using var site = await StaticSite.StartAsync(Ct);
        var told = new TaskCompletionSource<string>();
        site.Handlers["/backchannel"] = async http => told.TrySetResult((await http.Request.ReadFormAsync(Ct))["logout_token"].ToString());
        await upstream.RegisterAsync(Callback, TestClients.SignedOut, site.Origin + "/backchannel", Ct, "client_secret_post");
        await upstream.PersonAsync(new { sub = "alice", email = "alice@up.example", email_verified = false, acr = "urn:example:gold" }, Ct);
        using var browser = Browsing(upstream);
        var back = await browser.GetAsync(Ask(upstream, ("max_age", "60"), ("prompt", "login"), ("acr_values", "urn:example:gold")), Ct);

        Assert.True(back.IsAtClient && back["code"] is not null, back.ToString());
        Assert.Equal(("s", upstream.Issuer), (back["state"], back["iss"]));
        var asked = await upstream.AskedAsync(Ct);
        Assert.Equal(("60", "login"), (asked["max_age"], asked["prompt"]));
        var kid = await upstream.RotateAsync(keep: true, Ct);
        var claims = await RedeemAsync(upstream, back["code"]!);
        Assert.Equal(("alice", "alice@up.example", "urn:example:gold", "n"),
            (claims.GetProperty("sub").GetString(), claims.GetProperty("email").GetString(), claims.GetProperty("acr").GetString(), claims.GetProperty("nonce").GetString()));
        Assert.False(claims.GetProperty("email_verified").GetBoolean());
        Assert.Equal("upstream-2", kid);
        var session = Assert.Single(await upstream.SessionsAsync(Ct));
        Assert.Equal("alice", session.Sub);
        Assert.Equal([200], await upstream.LogOutAsync("alice", Ct));
        Assert.Equal(session.Sid, ClaimsOf(await told.Task.WaitAsync(TimeSpan.FromSeconds(5), Ct)).GetProperty("sid").GetString());
        Assert.Empty(await upstream.SessionsAsync(Ct));

        await upstream.PersonAsync(new { error = "access_denied" }, Ct);
        Assert.Equal("access_denied", (await browser.GetAsync(Ask(upstream), Ct))["error"]);
        await upstream.PersonAsync(new { }, Ct);
        back = await browser.GetAsync(Ask(upstream, ("login_hint", "carol")), Ct);
        Assert.Equal("carol", (await RedeemAsync(upstream, back["code"]!)).GetProperty("sub").GetString());
        var end = await browser.GetAsync($"{upstream.Issuer}/session/end?client_id={Uri.EscapeDataString(Upstream.ClientId)}&post_logout_redirect_uri={TestClients.SignedOut}&state=x", Ct);
        Assert.Equal("x", (await browser.SubmitAsync(end, "form", new Dictionary<string, string>(), null, Ct))["state"]);
        Assert.Empty(await upstream.SessionsAsync(Ct));
    }

    [Fact]
    public async Task The_upstream_goes_down_and_comes_up_and_answers_late()
    {
        await using var upstream = await Upstream.StartAsync(Ct);
        using HttpClient http = new();
        await upstream.DownAsync(Ct);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(upstream.Issuer + "/jwks", Ct));
        await upstream.UpAsync(Ct);
        Assert.Contains("upstream-1", await http.GetStringAsync(upstream.Issuer + "/jwks", Ct), StringComparison.Ordinal);
        var before = await upstream.RequestsAsync("jwks", Ct);
        await upstream.HangAsync("jwks", 30, Ct);
        using HttpClient hasty = new() { Timeout = TimeSpan.FromMilliseconds(300) };
        await Assert.ThrowsAsync<TaskCanceledException>(() => hasty.GetStringAsync(upstream.Issuer + "/jwks", Ct));
        Assert.Equal(before + 1, await upstream.RequestsAsync("jwks", Ct));
    }

    [Fact]
    public async Task The_scripted_provider_is_right_until_it_is_told_otherwise()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        using HttpClient http = new() { BaseAddress = new(provider.Issuer) };
        provider.Discovery = document => document["issuer"] = "https://evil.example";
        Assert.Equal("https://evil.example", (await http.GetFromJsonAsync<JsonElement>(ScriptedProvider.DiscoveryPath, Ct)).GetProperty("issuer").GetString());
        provider.Reset();
        Assert.Equal(provider.Issuer, (await http.GetFromJsonAsync<JsonElement>(ScriptedProvider.DiscoveryPath, Ct)).GetProperty("issuer").GetString());

        var answer = provider.Answer(new($"{provider.Issuer}/authorize?client_id=c&nonce=n&state=s&redirect_uri={Callback}"), "alice", ("iss", null));
        var parameters = QueryHelpers.ParseQuery(new Uri(answer).Query);
        Assert.Equal(["code", "state"], parameters.Keys.Order());
        provider.Claims = claims => claims["email_verified"] = "true";
        using var form = new FormUrlEncodedContent([new("code", parameters["code"].ToString())]);
        var tokens = await (await http.PostAsync(ScriptedProvider.TokenPath, form, Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        var claims = ClaimsOf(tokens.GetProperty("id_token").GetString()!);
        Assert.Equal(("alice", "n", "true"), (claims.GetProperty("sub").GetString(), claims.GetProperty("nonce").GetString(), claims.GetProperty("email_verified").GetString()));
        Assert.Equal(1, provider.Count(ScriptedProvider.TokenPath));
        Assert.Equal(400, (int)(await http.PostAsync(ScriptedProvider.TokenPath, form, Ct)).StatusCode);
    }

    [Fact]
    public async Task Each_forgery_is_made_and_none_is_made_twice()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        var claims = provider.GoodClaims("alice", "c", "n").ToJsonString();
        // What is wrong with those that publish a key is the key.
        var tokens = Forgery.All.Where(forgery => !forgery.Publishes).Select(forgery => forgery.Make(provider, claims)).ToArray();
        Assert.Equal(tokens.Length, tokens.Distinct().Count());
        Assert.Equal(Forgery.All.Count, Forgery.All.Select(forgery => forgery.Name).Distinct().Count());
    }

    static Browser Browsing(Upstream upstream) => new(new(upstream.Issuer));

    static string Ask(Upstream upstream, params (string Name, string? Value)[] more) => upstream.Issuer + "/auth" + QueryString.Create(
    [
        new("client_id", Upstream.ClientId), new("redirect_uri", Callback), new("response_type", "code"), new("scope", "openid email"),
        new("state", "s"), new("nonce", "n"), .. more.Select(one => KeyValuePair.Create(one.Name, one.Value)),
    ]);

    static async Task<JsonElement> RedeemAsync(Upstream upstream, string code)
    {
        using HttpClient http = new();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Callback,
            ["client_id"] = Upstream.ClientId,
            ["client_secret"] = Upstream.ClientSecret,
        });
        var answer = await http.PostAsync(upstream.Issuer + "/token", form, Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, body);
        return ClaimsOf(JsonElement.Parse(body).GetProperty("id_token").GetString()!);
    }

    static JsonElement ClaimsOf(string token) => JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
}
