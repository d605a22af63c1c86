using System.Text.Json;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// Decides whether a token is believed: kind, key, signature, then claims. RFC 7515 §5.2, RFC 7519 §7.2, RFC 8725 §3.
/// </summary>
public static class JwtVerifier
{
    // 9999-12-31T23:59:59Z, the last second that a DateTimeOffset can tell.
    const double LastSecond = 253402300799;

    /// <summary>Null when the token holds; otherwise the first thing that is wrong.</summary>
    public static JwtProblem? Verify(Jwt jwt, IVerificationKeys keys, JwtExpectations expectations, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jwt);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(expectations);
        if (!IsAllowed(jwt.Algorithm, expectations.AllowedAlgorithms)) return JwtProblem.AlgorithmNotAllowed;
        if (expectations.Typ is { } typ && !SameType(jwt.Typ, typ)) return JwtProblem.TypWrong;
        if (keys.Find(jwt.Kid, jwt.Algorithm) is not { } key) return JwtProblem.KeyUnknown;
        if (key.Algorithm != jwt.Algorithm) return JwtProblem.KeyUnfit;
        if (!key.Verify(jwt.SigningInput, jwt.Signature)) return JwtProblem.SignatureWrong;
        return Issuer(jwt.Payload, expectations.Issuer)
            ?? Audience(jwt.Payload, expectations.Audience)
            ?? Times(jwt.Payload, expectations, now.ToUnixTimeMilliseconds() / 1000d);
    }

    static bool IsAllowed(JwsAlgorithm algorithm, IReadOnlyList<JwsAlgorithm> allowed)
    {
        for (var i = 0; i < allowed.Count; i++)
            if (allowed[i] == algorithm) return true;
        return false;
    }

    // RFC 7515 §4.1.9: a media type, so without regard to case, and "application/" goes without saying.
    static bool SameType(string? actual, string expected) =>
        actual is not null && Subtype(actual).Equals(Subtype(expected), StringComparison.OrdinalIgnoreCase);

    static ReadOnlySpan<char> Subtype(string typ)
    {
        const string Prefix = "application/";
        return typ.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? typ.AsSpan(Prefix.Length) : typ;
    }

    static JwtProblem? Issuer(JsonElement claims, string? expected)
    {
        if (expected is null) return null;
        if (!claims.TryGetProperty("iss"u8, out var issuer)) return JwtProblem.IssuerMissing;
        return Is(issuer, expected) ? null : JwtProblem.IssuerWrong;
    }

    static JwtProblem? Audience(JsonElement claims, string? expected)
    {
        if (expected is null) return null;
        if (!claims.TryGetProperty("aud"u8, out var audience)) return JwtProblem.AudienceMissing;
        if (audience.ValueKind != JsonValueKind.Array) return Is(audience, expected) ? null : JwtProblem.AudienceWrong;
        var found = false;
        foreach (var item in audience.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) return JwtProblem.AudienceWrong;
            found |= item.ValueEquals(expected);
        }
        return found ? null : JwtProblem.AudienceWrong;
    }

    static JwtProblem? Times(JsonElement claims, JwtExpectations expectations, double now)
    {
        var skew = expectations.Skew.TotalSeconds;
        if (!TrySeconds(claims, "exp"u8, out var exp)) return JwtProblem.ExpMalformed;
        if (!TrySeconds(claims, "nbf"u8, out var nbf)) return JwtProblem.NbfMalformed;
        if (!TrySeconds(claims, "iat"u8, out var iat)) return JwtProblem.IatMalformed;
        if (exp is null && expectations.RequireExp) return JwtProblem.ExpMissing;
        if (now >= exp + skew) return JwtProblem.Expired;
        if (now < nbf - skew) return JwtProblem.NotYetValid;
        if (now < iat - skew) return JwtProblem.IssuedInFuture;
        if (expectations.MaxLifetime?.TotalSeconds is not { } longest) return null;
        if (iat is null) return JwtProblem.IatMissing;
        return exp - iat > longest || now - iat > longest + skew ? JwtProblem.LifetimeTooLong : null;
    }

    /// <summary>True with null when the claim is absent; false when it is there and no sane NumericDate: RFC 7519 §2.</summary>
    static bool TrySeconds(JsonElement claims, ReadOnlySpan<byte> name, out double? seconds)
    {
        seconds = null;
        if (!claims.TryGetProperty(name, out var value)) return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number)) return false;
        if (number is not (>= 0 and <= LastSecond)) return false;
        seconds = number;
        return true;
    }

    static bool Is(JsonElement value, string expected) => value.ValueKind == JsonValueKind.String && value.ValueEquals(expected);
}
