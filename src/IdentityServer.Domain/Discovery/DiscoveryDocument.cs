using System.Text.Json;
using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.Discovery;

/// <summary>From an issuer to the address of its discovery document, and from the bytes that are there to what we go by: Discovery §3, §4.</summary>
public static class DiscoveryDocument
{
    const string WellKnown = "/.well-known/openid-configuration";

    const int MostNames = 100;

    /// <summary>Discovery §4.1: below the issuer, whose path may end with a slash.</summary>
    public static string UrlOf(string issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return issuer.TrimEnd('/') + WellKnown;
    }

    /// <param name="issuer">The one that was asked; a document of another is nobody's (§4.3).</param>
    public static DiscoveryAnswer Read(ReadOnlySpan<byte> json, string issuer, string? mediaType = null)
    {
        if (json.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] || string.Equals(mediaType, "text/html", StringComparison.OrdinalIgnoreCase)) return new(null, DiscoveryProblem.HtmlPage);
        if (!StrictJson.TryParseObject(json, out var document, out _)) return new(null, DiscoveryProblem.NotJson);
        if (Text(document, "issuer") != issuer) return new(null, DiscoveryProblem.IssuerDiffers);
        if (Text(document, "jwks_uri") is not { } jwksUri) return new(null, DiscoveryProblem.EndpointMalformed, "jwks_uri is missing");
        ProviderMetadata metadata = new()
        {
            Issuer = issuer,
            JwksUri = jwksUri,
            AuthorizationEndpoint = Text(document, "authorization_endpoint"),
            TokenEndpoint = Text(document, "token_endpoint"),
            UserInfoEndpoint = Text(document, "userinfo_endpoint"),
            EndSessionEndpoint = Text(document, "end_session_endpoint"),
            AuthMethods = Names(document, "token_endpoint_auth_methods_supported") is { Count: > 0 } methods ? methods : ["client_secret_basic"],
            IdTokenAlgorithms = Names(document, "id_token_signing_alg_values_supported"),
            SendsIssuer = document.TryGetProperty("authorization_response_iss_parameter_supported", out var sends) && sends.ValueKind == JsonValueKind.True,
        };
        foreach (var (name, url) in (ReadOnlySpan<(string, string?)>)
        [
            ("jwks_uri", metadata.JwksUri), ("authorization_endpoint", metadata.AuthorizationEndpoint), ("token_endpoint", metadata.TokenEndpoint),
            ("userinfo_endpoint", metadata.UserInfoEndpoint), ("end_session_endpoint", metadata.EndSessionEndpoint),
        ])
            if (url is not null && Problem(url, issuer) is { } problem) return new(null, DiscoveryProblem.EndpointMalformed, $"{name} {problem}");
        return new(metadata);
    }

    /// <summary>To some of them browsers are sent, past the guard of our own calls: who is asked over https sends nobody on in the clear (RFC 9700 §2.6).</summary>
    static string? Problem(string url, string issuer) =>
        OutboundUrls.SpellingProblem(url)
        ?? (IsHttps(issuer) && !IsHttps(url) ? "must use https, as the issuer does" : null);

    static bool IsHttps(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    static string? Text(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static List<string> Names(JsonElement document, string name)
    {
        List<string> names = [];
        if (!document.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array) return names;
        foreach (var item in list.EnumerateArray())
            if (item.ValueKind == JsonValueKind.String && names.Count < MostNames) names.Add(item.GetString()!);
        return names;
    }
}
