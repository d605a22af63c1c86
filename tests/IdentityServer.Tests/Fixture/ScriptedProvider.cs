using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Jose;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace IdentityServer.Tests.Fixture;

/// <summary>
/// An OpenID provider next door that does everything right until a test says otherwise: each part can be edited or replaced.
/// A browser stops at its authorization endpoint; <see cref="Answer"/> makes of that address the callback's.
/// </summary>
public sealed class ScriptedProvider : IAsyncDisposable
{
    public const string DiscoveryPath = "/.well-known/openid-configuration";
    public const string JwksPath = "/jwks";
    public const string TokenPath = "/token";
    public const string UserInfoPath = "/userinfo";

    readonly WebApplication app;
    readonly ConcurrentDictionary<string, int> counts = new();
    readonly ConcurrentDictionary<string, Login> logins = new();

    ScriptedProvider(WebApplication app)
    {
        this.app = app;
        Reset();
    }

    /// <summary>The last part of its issuer, for one that has several: /tenant. What was counted is counted for all.</summary>
    public string Path { get; set; } = "";

    public string Issuer => app.Urls.Single() + Path;

    /// <summary>host:port, as the operator's list has it (Idp:Egress:AllowedHosts).</summary>
    public string Authority => new Uri(Issuer).Authority;

    public SigningCredential Rsa { get; } = SigningCredential.Generate(JwsAlgorithm.RS256);

    public SigningCredential Ec { get; } = SigningCredential.Generate(JwsAlgorithm.ES256);

    /// <summary>The clock of the server under test, where it is moved.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Edits the discovery document as it goes out.</summary>
    public Action<JsonObject>? Discovery { get; set; }

    /// <summary>The JWK set as it goes out.</summary>
    public string Jwks { get; set; } = "";

    /// <summary>Edits the claims of the good ID token of a login.</summary>
    public Action<JsonObject>? Claims { get; set; }

    /// <summary>Makes the ID token of a login out of the good claims; by default it signs them.</summary>
    public Func<JsonObject, string> Token { get; set; } = null!;

    /// <summary>Edits the token endpoint's answer.</summary>
    public Action<JsonObject>? TokenAnswer { get; set; }

    /// <summary>Edits what the userinfo endpoint says.</summary>
    public Action<JsonObject>? UserInfo { get; set; }

    /// <summary>Paths that answer as the test says, statuses, delays and nonsense included; further ones too.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Instead { get; } = new();

    /// <summary>What the token endpoint got, oldest first.</summary>
    public ConcurrentQueue<(IReadOnlyDictionary<string, string> Form, string? Authorization)> TokenRequests { get; } = new();

    /// <summary>All requests since the last <see cref="Reset"/>.</summary>
    public int Requests => counts.Values.Sum();

    public int Count(string path) => counts.GetValueOrDefault(path);

    public static async Task<ScriptedProvider> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        ScriptedProvider provider = new(builder.Build());
        provider.app.Run(provider.ServeAsync);
        await provider.app.StartAsync();
        return provider;
    }

    /// <summary>Everything right again, and nothing counted; its keys stay.</summary>
    public void Reset()
    {
        (Path, Discovery, Claims, TokenAnswer, UserInfo) = ("", null, null, null, null);
        Jwks = Forge.JwkSet(Rsa.PublicJwk, Ec.PublicJwk);
        Token = claims => Forge.Signed(Rsa, claims.ToJsonString());
        Instead.Clear();
        counts.Clear();
        logins.Clear();
        TokenRequests.Clear();
    }

    /// <summary>Where the browser goes on to: the callback's address with a code of its own, the state and the issuer.</summary>
    /// <param name="sent">Where the server sent the browser.</param>
    /// <param name="sub">Who logs in.</param>
    /// <param name="changes">Parameters of the answer; null removes one.</param>
    public string Answer(Uri sent, string sub, params (string Name, string? Value)[] changes)
    {
        var asked = QueryHelpers.ParseQuery(sent.Query).ToDictionary(one => one.Key, one => one.Value.ToString());
        var code = Guid.CreateVersion7().ToString("n");
        logins[code] = new(sub, asked);
        Dictionary<string, string?> answer = new() { ["code"] = code, ["state"] = asked.GetValueOrDefault("state"), ["iss"] = Issuer };
        foreach (var (name, value) in changes) answer[name] = value;
        return asked["redirect_uri"] + QueryString.Create(answer.Where(one => one.Value is not null));
    }

    /// <summary>The claims of a good ID token.</summary>
    public JsonObject GoodClaims(string sub, string clientId, string? nonce) => new()
    {
        ["iss"] = Issuer,
        ["sub"] = sub,
        ["aud"] = clientId,
        ["nonce"] = nonce,
        ["iat"] = Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = Clock.GetUtcNow().ToUnixTimeSeconds() + 300,
        ["email"] = $"{sub}@scripted.example",
        ["email_verified"] = true,
    };

    /// <summary>The claims of a good logout token: Back-Channel Logout §2.4.</summary>
    public JsonObject GoodLogout(string clientId, string? sub, string? sid = null)
    {
        JsonObject claims = new()
        {
            ["iss"] = Issuer,
            ["aud"] = clientId,
            ["iat"] = Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = Clock.GetUtcNow().ToUnixTimeSeconds() + 120,
            ["jti"] = Guid.CreateVersion7().ToString(),
            ["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() },
        };
        if (sub is not null) claims["sub"] = sub;
        if (sid is not null) claims["sid"] = sid;
        return claims;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    Task ServeAsync(HttpContext http)
    {
        var path = http.Request.Path.StartsWithSegments(Path, out var below) ? below.Value ?? "" : http.Request.Path.Value ?? "";
        counts.AddOrUpdate(path, 1, (_, count) => count + 1);
        if (Instead.TryGetValue(path, out var instead)) return instead(http);
        return path switch
        {
            DiscoveryPath => WriteAsync(http, Edited(Document(), Discovery).ToJsonString()),
            JwksPath => WriteAsync(http, Jwks),
            TokenPath => RedeemAsync(http),
            UserInfoPath => TellAsync(http),
            _ => WriteAsync(http, "", 404),
        };
    }

    JsonObject Document() => new()
    {
        ["issuer"] = Issuer,
        ["authorization_endpoint"] = Issuer + "/authorize",
        ["token_endpoint"] = Issuer + TokenPath,
        ["userinfo_endpoint"] = Issuer + UserInfoPath,
        ["jwks_uri"] = Issuer + JwksPath,
        ["end_session_endpoint"] = Issuer + "/end",
        ["response_types_supported"] = new JsonArray("code"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256", "ES256"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post", "private_key_jwt"),
        ["authorization_response_iss_parameter_supported"] = true,
        ["backchannel_logout_supported"] = true,
        ["backchannel_logout_session_supported"] = true,
    };

    async Task RedeemAsync(HttpContext http)
    {
        var form = (await http.Request.ReadFormAsync(http.RequestAborted)).ToDictionary(one => one.Key, one => one.Value.ToString());
        TokenRequests.Enqueue((form, http.Request.Headers.Authorization));
        // Each code once, and only with its verifier: RFC 6749 §4.1.2, RFC 7636 §4.6.
        if (!logins.TryRemove(form.GetValueOrDefault("code", ""), out var login) || !login.Fits(form.GetValueOrDefault("code_verifier", "")))
        {
            await WriteAsync(http, """{"error":"invalid_grant"}""", 400);
            return;
        }
        JsonObject answer = new()
        {
            ["access_token"] = $"at-{login.Sub}",
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["id_token"] = Token(Edited(GoodClaims(login.Sub, login.Asked["client_id"], login.Asked.GetValueOrDefault("nonce")), Claims)),
        };
        await WriteAsync(http, Edited(answer, TokenAnswer).ToJsonString());
    }

    Task TellAsync(HttpContext http) => http.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', 'a', 't', '-', .. var sub]
        ? WriteAsync(http, Edited(new() { ["sub"] = sub, ["email"] = $"{sub}@scripted.example", ["email_verified"] = true }, UserInfo).ToJsonString())
        : WriteAsync(http, "", 401);

    static JsonObject Edited(JsonObject json, Action<JsonObject>? edit)
    {
        edit?.Invoke(json);
        return json;
    }

    static Task WriteAsync(HttpContext http, string json, int status = 200)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, "application/json");
        return http.Response.WriteAsync(json, http.RequestAborted);
    }

    sealed record Login(string Sub, IReadOnlyDictionary<string, string> Asked)
    {
        public bool Fits(string verifier) =>
            !Asked.TryGetValue("code_challenge", out var challenge) || challenge == StrictBase64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
    }
}
