using System.Text.Json;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tokens;

/// <summary>
/// Reads an ID token that comes back as a hint. It may have expired, but its signature and issuer must be ours: OIDC Core
/// §3.1.2.1, RP-Initiated Logout §4. A hint names a user; it never signs anybody in.
/// </summary>
public sealed class IdTokenHint(IKeyRings rings)
{
    /// <summary>Null where the text is not an ID token of this pool.</summary>
    public Hint? Read(Pool pool, string text)
    {
        if (rings.Find(pool.Id) is not { } ring || !JwtReader.TryRead(text, out var jwt, out _)) return null;
        // Expiry is judged against the token's own issue time, which makes it moot and keeps every other check.
        if (!jwt.Payload.TryGetProperty("iat"u8, out var iat) || iat.ValueKind != JsonValueKind.Number
            || !iat.TryGetInt64(out var seconds) || seconds is < 0 or > 253402300799) return null;
        var expectations = new JwtExpectations { Issuer = pool.Issuer, Typ = IdTokenProfile.Typ };
        if (JwtVerifier.Verify(jwt, ring.Past, expectations, DateTimeOffset.FromUnixTimeSeconds(seconds)) is not null) return null;
        if (Text(jwt, "sub"u8) is not { } user || Text(jwt, "aud"u8) is not { } client) return null;
        return new(new(user), new(client), Text(jwt, "sid"u8) is { } sid ? new SessionId(sid) : null);
    }

    static string? Text(Jwt jwt, ReadOnlySpan<byte> name) =>
        jwt.Payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Whom and what an ID token names.</summary>
public sealed record Hint(UserId User, ClientId Client, SessionId? Session);
