using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Connections;

/// <summary>Whether a provider's ID token is the answer to what we asked: OIDC Core §3.1.3.7, RFC 8725 §3.</summary>
public static class UpstreamIdToken
{
    /// <summary>It has just been made for us; an older one was made for somebody else's errand.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(10);

    static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);

    /// <summary>Null where it is believed.</summary>
    /// <param name="keys">The provider's, found by the issuer that is configured.</param>
    public static Refusal? Check(Jwt jwt, IVerificationKeys keys, IdTokenAsked asked, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jwt);
        if (asked.Algorithms.Count > 0 && !asked.Algorithms.Contains(jwt.Algorithm.Name)) return Refused(nameof(JwtProblem.AlgorithmNotAllowed));
        var expectations = new JwtExpectations
        {
            Issuer = asked.Issuer,
            Audience = asked.ClientId,
            // Many write no typ; one that is written counts.
            Typ = jwt.Typ is null ? null : "JWT",
            MaxLifetime = LongestLife,
        };
        if (JwtVerifier.Verify(jwt, keys, expectations, now) is { } problem) return Refused(problem.ToString());
        var claims = jwt.Payload;
        if (claims.TryGetProperty("events"u8, out _)) return Refused("a logout token");
        if (PartyProblem(claims, asked.ClientId) is { } party) return Refused(party);
        if (AgeProblem(claims, now) is { } age) return Refused(age);
        if (!claims.TryGetProperty("nonce"u8, out var nonce) || nonce.ValueKind != JsonValueKind.String || !FixedTime.Equal(nonce.GetString(), asked.Nonce)) return Reason.UpstreamNonceWrong;
        return claims.TryGetProperty("at_hash"u8, out var hash) && !IsHashOf(hash, asked.AccessToken, jwt.Algorithm) ? Refused("at_hash") : (Refusal?)null;
    }

    static Refusal Refused(string detail) => new(Reason.UpstreamIdTokenRefused, detail);

    /// <summary>§3.1.3.7 steps 3 to 5: a token for several says by azp which of them asked.</summary>
    static string? PartyProblem(JsonElement claims, string clientId)
    {
        if (claims.TryGetProperty("azp"u8, out var party)) return party.ValueKind == JsonValueKind.String && party.ValueEquals(clientId) ? null : "azp";
        return claims.GetProperty("aud"u8) is { ValueKind: JsonValueKind.Array } audience && audience.GetArrayLength() > 1 ? "azp missing" : null;
    }

    /// <summary>That it is there, a number of seconds, and not one to come, the verifier has seen.</summary>
    static string? AgeProblem(JsonElement claims, DateTimeOffset now) =>
        now.ToUnixTimeSeconds() - claims.GetProperty("iat"u8).GetDouble() > (LongestAge + JwtExpectations.MaxSkew).TotalSeconds ? "iat" : null;

    /// <summary>§3.1.3.8: the left half of the access token's hash.</summary>
    static bool IsHashOf(JsonElement claimed, string accessToken, JwsAlgorithm algorithm)
    {
        if (claimed.ValueKind != JsonValueKind.String) return false;
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var size = CryptographicOperations.HashData(algorithm.HashAlgorithmName, Encoding.UTF8.GetBytes(accessToken), hash);
        return claimed.ValueEquals(Base64Url.EncodeToString(hash[..(size / 2)]));
    }
}

/// <summary>What was asked of the provider, and with which access token its ID token came.</summary>
/// <param name="Algorithms">Those that the provider announces; none means that it does not say.</param>
public sealed record IdTokenAsked(string Issuer, string ClientId, string Nonce, string AccessToken, IReadOnlyList<string> Algorithms)
{
    public override string ToString() => $"an ID token of {Issuer}";
}
