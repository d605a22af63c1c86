using System.Text.Json.Nodes;
using IdentityServer.Tests.Fixture;

namespace IdentityServer.Tests.Connections;

/// <summary>Claims that a provider truly signs and that must not be believed: RFC 8725 §3.8 to §3.11, OIDC Core §3.1.3.7.</summary>
public static class FalseClaims
{
    const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>Of any token of a provider.</summary>
    public static IReadOnlyDictionary<string, Action<JsonObject, Elsewhere>> OfAll { get; } = new Dictionary<string, Action<JsonObject, Elsewhere>>
    {
        ["S051 exp missing"] = (claims, _) => claims.Remove("exp"),
        ["S051 exp past"] = (claims, at) => claims["exp"] = Now(at) - 61,
        ["S051 exp text"] = (claims, at) => claims["exp"] = $"{Now(at) + 300}",
        ["S051 exp 1e400"] = (claims, _) => claims["exp"] = JsonNode.Parse("1e400"),
        ["S051 exp null"] = (claims, _) => claims["exp"] = null,
        ["S051 exp negative"] = (claims, _) => claims["exp"] = -1,
        ["S051 exp in 50 years"] = (claims, at) => claims["exp"] = Now(at) + 50L * 365 * 86400,
        ["S051 nbf to come"] = (claims, at) => claims["nbf"] = Now(at) + 62,
        ["S051 nbf text"] = (claims, _) => claims["nbf"] = "now",
        ["S051 iat to come"] = (claims, at) => claims["iat"] = Now(at) + 62,
        ["S051 iat text"] = (claims, at) => claims["iat"] = $"{Now(at)}",
        ["S051 iat missing"] = (claims, _) => claims.Remove("iat"),
        ["S051 iat of yesterday"] = (claims, at) => claims["iat"] = Now(at) - 86400,
        ["S052 aud missing"] = (claims, _) => claims.Remove("aud"),
        ["S052 aud null"] = (claims, _) => claims["aud"] = null,
        ["S052 aud of another client"] = (claims, _) => claims["aud"] = "another-shop",
        ["S052 aud without us"] = (claims, _) => claims["aud"] = new JsonArray("one", "two"),
        ["S052 aud empty"] = (claims, _) => claims["aud"] = new JsonArray(),
        ["S052 aud in other case"] = (claims, _) => claims["aud"] = Elsewhere.ClientId.ToUpperInvariant(),
        ["S052 aud and a space"] = (claims, _) => claims["aud"] = Elsewhere.ClientId + " ",
        ["S052 aud that begins like us"] = (claims, _) => claims["aud"] = Elsewhere.ClientId[..^1],
        ["S052 aud with a number"] = (claims, _) => claims["aud"] = new JsonArray(Elsewhere.ClientId, 7),
        ["S052 aud our issuer"] = (claims, _) => claims["aud"] = IdpApp.Issuer,
        ["S053 iss missing"] = (claims, _) => claims.Remove("iss"),
        ["S053 iss null"] = (claims, _) => claims["iss"] = null,
        ["S053 iss with a slash"] = (claims, at) => claims["iss"] = at.A.Issuer + "/",
        ["S053 iss in other case"] = (claims, at) => claims["iss"] = at.A.Issuer.ToUpperInvariant(),
        ["S053 iss with https"] = (claims, at) => claims["iss"] = at.A.Issuer.Replace("http:", "https:", StringComparison.Ordinal),
        ["S053 iss of another connection"] = (claims, at) => claims["iss"] = at.B.Issuer,
        ["S053 iss that is ours"] = (claims, _) => claims["iss"] = IdpApp.Issuer,
        ["S053 iss a list"] = (claims, at) => claims["iss"] = new JsonArray(at.A.Issuer),
        ["S101 sub a list"] = (claims, _) => claims["sub"] = new JsonArray("mallory"),
        ["S101 sub an object"] = (claims, _) => claims["sub"] = new JsonObject { ["sub"] = "mallory" },
        ["S101 sub true"] = (claims, _) => claims["sub"] = true,
    };

    public static IReadOnlyDictionary<string, Action<JsonObject, Elsewhere>> OfIdTokens { get; } = new Dictionary<string, Action<JsonObject, Elsewhere>>(OfAll)
    {
        ["S052 aud of two and no azp"] = (claims, _) => claims["aud"] = new JsonArray(Elsewhere.ClientId, "another-shop"),
        ["S052 azp of another"] = (claims, _) => claims["azp"] = "another-shop",
        ["S052 azp a number"] = (claims, _) => claims["azp"] = 7,
        ["S054 a logout token's event"] = (claims, _) => claims["events"] = new JsonObject { [Event] = new JsonObject() },
        ["S101 nonce missing"] = (claims, _) => claims.Remove("nonce"),
        ["S101 nonce of another"] = (claims, _) => claims["nonce"] = "n-0S6_WzA2Mj",
        ["S101 nonce empty"] = (claims, _) => claims["nonce"] = "",
        ["S101 nonce null"] = (claims, _) => claims["nonce"] = null,
        ["S101 nonce in a list"] = (claims, _) => claims["nonce"] = new JsonArray(claims["nonce"]!.GetValue<string>()),
        ["S101 nonce in other case"] = (claims, _) => claims["nonce"] = Swapped(claims["nonce"]!.GetValue<string>()),
        ["S101 sub missing"] = (claims, _) => claims.Remove("sub"),
        ["S101 sub null"] = (claims, _) => claims["sub"] = null,
        ["S101 sub empty"] = (claims, _) => claims["sub"] = "",
        ["S101 sub of 256"] = (claims, _) => claims["sub"] = new string('s', 256),
        ["S101 sub with a line's end"] = (claims, _) => claims["sub"] = "mallory\n",
        ["S101 at_hash of another token"] = (claims, _) => claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA",
        ["S101 at_hash a number"] = (claims, _) => claims["at_hash"] = 7,
        ["S101 auth_time text"] = (claims, _) => claims["auth_time"] = "now",
        ["S101 auth_time 1e400"] = (claims, _) => claims["auth_time"] = JsonNode.Parse("1e400"),
    };

    public static IReadOnlyDictionary<string, Action<JsonObject, Elsewhere>> OfLogoutTokens { get; } = new Dictionary<string, Action<JsonObject, Elsewhere>>(OfAll)
    {
        ["S054 an ID token's nonce"] = (claims, _) => claims["nonce"] = "n",
        ["S054 an ID token's nonce, null"] = (claims, _) => claims["nonce"] = null,
        ["S054 events missing"] = (claims, _) => claims.Remove("events"),
        ["S054 events text"] = (claims, _) => claims["events"] = Event,
        ["S054 events a list"] = (claims, _) => claims["events"] = new JsonArray(Event),
        ["S054 another event"] = (claims, _) => claims["events"] = new JsonObject { ["http://schemas.openid.net/event/other"] = new JsonObject() },
        ["S054 the event null"] = (claims, _) => claims["events"] = new JsonObject { [Event] = null },
        ["S054 the event true"] = (claims, _) => claims["events"] = new JsonObject { [Event] = true },
        ["S057 jti missing"] = (claims, _) => claims.Remove("jti"),
        ["S057 jti empty"] = (claims, _) => claims["jti"] = "",
        ["S057 jti a number"] = (claims, _) => claims["jti"] = 7,
        ["S101 neither sub nor sid"] = (claims, _) => claims.Remove("sub"),
        ["S101 sub null"] = (claims, _) => claims["sub"] = null,
        ["S101 sid a list"] = (claims, _) => claims["sid"] = new JsonArray("sid"),
    };

    static long Now(Elsewhere at) => at.App.Clock.Now.ToUnixTimeSeconds();

    static string Swapped(string text) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
}
