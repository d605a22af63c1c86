using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.Tokens;

/// <summary>The claims of an ID token: OIDC Core §2, §3.1.3.6.</summary>
public static class IdTokenProfile
{
    public const string Typ = "JWT";

    public static void Write(Utf8JsonWriter json, string issuer, Client client, UserGrant grant, ReadOnlySpan<byte> accessToken, JwsAlgorithm algorithm, DateTimeOffset now)
    {
        var family = grant.Family;
        var seconds = now.ToUnixTimeSeconds();
        json.WriteStartObject();
        json.WriteString("iss"u8, issuer);
        json.WriteString("sub"u8, family.UserId.Value);
        json.WriteString("aud"u8, client.Id.Value);
        json.WriteNumber("iat"u8, seconds);
        json.WriteNumber("exp"u8, seconds + (long)TokenLifetimes.IdToken.TotalSeconds);
        json.WriteNumber("auth_time"u8, family.AuthTime.ToUnixTimeSeconds());
        if (grant.Nonce is { } nonce) json.WriteString("nonce"u8, nonce);
        if (family.Acr is { } acr) json.WriteString("acr"u8, acr);
        json.WriteStartArray("amr"u8);
        foreach (var method in family.Amr.AsSpan().Split(' ')) json.WriteStringValue(family.Amr.AsSpan()[method]);
        json.WriteEndArray();
        json.WriteString("sid"u8, family.SessionId.Value);
        WriteAccessTokenHash(json, accessToken, algorithm);
        // OIDC Core §5.4: with a code, scopes are answered at the UserInfo endpoint; here only what was asked for by name.
        if (family.ClaimsRequest is not null && ClaimsRequest.TryParse(family.ClaimsRequest, out var request))
            foreach (var name in request.IdToken)
                if (UserClaims.MayAsk(client.Scope, name)) UserClaims.TryWrite(json, grant.User, name);
        json.WriteEndObject();
    }

    /// <summary>OIDC Core §3.1.3.6: the left half of the access token's hash, with the hash of the ID token's algorithm.</summary>
    static void WriteAccessTokenHash(Utf8JsonWriter json, ReadOnlySpan<byte> accessToken, JwsAlgorithm algorithm)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var size = CryptographicOperations.HashData(algorithm.HashAlgorithmName, accessToken, hash);
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(SHA512.HashSizeInBytes)];
        Base64Url.EncodeToUtf8(hash[..(size / 2)], text, out _, out var written);
        json.WriteString("at_hash"u8, text[..written]);
    }
}
