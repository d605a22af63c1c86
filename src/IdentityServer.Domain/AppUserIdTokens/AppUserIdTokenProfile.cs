using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>What a hosted pool's token looks like: a plain JWT that names a user to the organization's applications. RFC 7519 §4.1.</summary>
public static class AppUserIdTokenProfile
{
    /// <summary>What programs expect that read the token themselves: RFC 7519 §5.1.</summary>
    public const string Typ = "JWT";

    const int IdSize = 16;

    /// <summary>Every library verifies it.</summary>
    public static JwsAlgorithm Algorithm => JwsAlgorithm.RS256;

    /// <param name="audience">The application, or the pool where it has none.</param>
    /// <param name="sdkClientId">Null where there is neither an application nor a service that asks.</param>
    public static void Write(Utf8JsonWriter json, string issuer, string appUserId, string audience, string? sdkClientId, long issuedAt, long expiresAt)
    {
        json.WriteStartObject();
        json.WriteString("iss"u8, issuer);
        json.WriteString("sub"u8, appUserId);
        json.WriteString("aud"u8, audience);
        if (sdkClientId is not null) json.WriteString("sdkClientId"u8, sdkClientId);
        json.WriteNumber("iat"u8, issuedAt);
        json.WriteNumber("exp"u8, expiresAt);
        Span<byte> id = stackalloc byte[IdSize];
        RandomNumberGenerator.Fill(id);
        json.WriteString("jti"u8, Base64Url.EncodeToString(id));
        json.WriteEndObject();
    }
}
