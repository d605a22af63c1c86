using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>The calls a client makes, in their plain form; a test changes the one thing it is about.</summary>
public static class OidcCalls
{
    /// <summary>RFC 7636 Appendix B.</summary>
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    /// <summary>A plain request of <paramref name="client"/>; null removes a parameter.</summary>
    public static string AuthorizeUrl(string client = TestClients.Web, params (string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> parameters = new()
        {
            ["client_id"] = client,
            ["redirect_uri"] = client == TestClients.Evil ? TestClients.EvilCallback : TestClients.Callback,
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["state"] = "af0ifjsldkj",
            ["nonce"] = "n-0S6_WzA2Mj",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes) parameters[name] = value;
        return "/connect/authorize" + QueryString.Create(parameters.Where(pair => pair.Value is not null));
    }

    /// <summary>Opens the URL, signs in if asked, agrees if asked, and stops at the client.</summary>
    public static async Task<WebPage> AuthorizeAsync(this Browser browser, string url, string username = IdpApp.Alice)
    {
        var ct = TestContext.Current.CancellationToken;
        var page = await browser.GetAsync(url, ct);
        if (page.Uri.AbsolutePath.EndsWith("/account/login", StringComparison.Ordinal)) page = await browser.SignInAsync(page, username, IdpApp.Password);
        if (page.Uri.AbsolutePath.EndsWith("/consent", StringComparison.Ordinal)) page = await browser.SubmitAsync(page, "form", new Dictionary<string, string>(), "consent-allow", ct);
        return page;
    }

    public static Task<WebPage> SignInAsync(this Browser browser, WebPage login, string username, string password) =>
        browser.SubmitAsync(login, "form", new Dictionary<string, string> { ["Username"] = username, ["Password"] = password }, "login", TestContext.Current.CancellationToken);

    /// <summary>POST a form; a confidential client authenticates with client_secret_basic, the public one names itself.</summary>
    public static async Task<Answer> FormAsync(this IdpApp app, string path, string? client, params (string Name, string? Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        var form = fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)).ToList();
        if (client == TestClients.Public) form.Add(new("client_id", client));
        else if (client is not null) request.Headers.Authorization = Basic(client, TestClients.SecretOf(client));
        request.Content = new FormUrlEncodedContent(form);
        return await app.SendAsync(request);
    }

    public static Task<Answer> RedeemAsync(this IdpApp app, WebPage atClient, string client = TestClients.Web, params (string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> fields = new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = atClient["code"],
            ["redirect_uri"] = client == TestClients.Evil ? TestClients.EvilCallback : TestClients.Callback,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes) fields[name] = value;
        return app.FormAsync("/connect/token", client, [.. fields.Select(pair => (pair.Key, pair.Value))]);
    }

    public static Task<Answer> RefreshAsync(this IdpApp app, string refreshToken, string client = TestClients.Web, params (string Name, string? Value)[] more) =>
        app.FormAsync("/connect/token", client, [("grant_type", "refresh_token"), ("refresh_token", refreshToken), .. more]);

    public static Task<Answer> IntrospectAsync(this IdpApp app, string token, string client = TestClients.Web) =>
        app.FormAsync("/connect/introspect", client, ("token", token));

    public static async Task<Answer> UserInfoAsync(this IdpApp app, string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo") { Headers = { Authorization = new("Bearer", accessToken) } };
        return await app.SendAsync(request);
    }

    /// <summary>Tokens for a user in one go: authorize in a new browser, then redeem.</summary>
    public static async Task<Answer> TokensAsync(this IdpApp app, string client = TestClients.Web, string scope = "openid offline_access", string username = IdpApp.Alice)
    {
        using var browser = app.NewBrowser();
        var tokens = await app.RedeemAsync(await browser.AuthorizeAsync(AuthorizeUrl(client, ("scope", scope)), username), client);
        return tokens.Status == 200 ? tokens : throw new InvalidOperationException($"No tokens: {tokens}");
    }

    public static async Task<Answer> SendAsync(this IdpApp app, HttpRequestMessage request)
    {
        using var response = await app.Http.SendAsync(request);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    public static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
}

/// <summary>A direct answer of the server.</summary>
public sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => field.ValueKind == JsonValueKind.Undefined ? field = JsonDocument.Parse(Body).RootElement : field;

    /// <summary>A member as text; null where it is missing.</summary>
    public string? this[string member] => Json.TryGetProperty(member, out var value) ? value.ToString() : null;

    public string AccessToken => this["access_token"]!;

    public string RefreshToken => this["refresh_token"]!;

    /// <summary>The claims of a token of this answer, unverified.</summary>
    public JsonElement Claims(string token = "id_token") =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(this[token]!.Split('.')[1])).RootElement;

    public override string ToString() => $"{Status} {Body}";
}
