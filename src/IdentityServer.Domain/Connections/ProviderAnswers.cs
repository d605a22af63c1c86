using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Connections;

/// <summary>Reads what a provider answers with, and keeps nothing of it that nobody asked for. RFC 6749 §5.1, OIDC Core §3.1.3.3, §5.3.2.</summary>
public static class ProviderAnswers
{
    /// <summary>Characters of the longest token that is looked at.</summary>
    const int LongestToken = 16 * 1024;

    // Codes of RFC 6749 §4.1.2.1 and §5.2, OIDC Core §3.1.2.6: names that mean something to an operator and carry nothing of anybody's.
    static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "access_denied", "account_selection_required", "consent_required", "interaction_required", "invalid_client", "invalid_grant", "invalid_request",
        "invalid_scope", "login_required", "server_error", "temporarily_unavailable", "unauthorized_client", "unmet_authentication_requirements",
        "unsupported_grant_type", "unsupported_response_type",
    };

    /// <param name="wantsIdToken">Whether openid was asked for.</param>
    public static Result<ProviderTokens> ReadTokens(ReadOnlySpan<byte> body, bool wantsIdToken)
    {
        if (!StrictJson.TryParseObject(body, out var json, out _)) return new Refusal(Reason.UpstreamTokenAnswerUnusable, "not JSON");
        // Some say with a status of 200 that it did not work.
        if (json.TryGetProperty("error", out _)) return new Refusal(Reason.UpstreamTokenRequestRefused, Registered(Text(json, "error")));
        if (Text(json, "access_token") is not { Length: <= LongestToken } accessToken || accessToken.AsSpan().ContainsAnyExceptInRange('!', '~')) return new Refusal(Reason.UpstreamTokenAnswerUnusable, "access_token");
        if (Text(json, "token_type") is { } type && !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return new Refusal(Reason.UpstreamTokenAnswerUnusable, "token_type");
        var idToken = wantsIdToken ? Text(json, "id_token") : null;
        if (wantsIdToken && idToken is null) return new Refusal(Reason.UpstreamTokenAnswerUnusable, "id_token");
        var expiresIn = json.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt64(out var number) && number is > 0 and < int.MaxValue ? number : (long?)null;
        return new ProviderTokens(accessToken, idToken, Text(json, "refresh_token") is { Length: <= LongestToken } refreshToken ? refreshToken : null, expiresIn);
    }

    /// <summary>Null where it is no JSON object.</summary>
    public static JsonElement? ReadUserInfo(ReadOnlySpan<byte> body) => StrictJson.TryParseObject(body, out var json, out _) ? json : null;

    /// <summary>The error code of an answer that is one, if it is registered.</summary>
    public static string ErrorOf(ReadOnlySpan<byte> body) =>
        Registered(StrictJson.TryParseObject(body, out var json, out _) ? Text(json, "error") : null);

    /// <summary>The code itself where it is a registered one; anything else is a stranger's text, and stays out of our log.</summary>
    public static string Registered(string? error) => error is null ? "no code" : Codes.TryGetValue(error, out var code) ? code : "an unregistered code";

    static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}

/// <summary>What a code was good for.</summary>
/// <param name="ExpiresIn">Seconds; null where the provider does not say.</param>
public sealed record ProviderTokens(string AccessToken, string? IdToken, string? RefreshToken, long? ExpiresIn)
{
    public override string ToString() => "tokens of a provider";
}
