using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Jose;

/// <summary>SHA-256 over the required members in their one order: RFC 7638 §3, for Ed25519 RFC 8037 §2.</summary>
public static class JwkThumbprint
{
    /// <summary>43 characters of base64url.</summary>
    public static string Of(Jwk jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(jwk, hash);
        return StrictBase64Url.Encode(hash);
    }

    // The values are base64url or names of ours, so nothing needs escaping: RFC 7638 §3.3.
    static void Compute(Jwk jwk, Span<byte> hash)
    {
        using var json = new PooledBuffer(512);
        switch (jwk.Kty)
        {
            case "RSA":
                Add(json, "{\"e\":\""u8, jwk.E);
                Add(json, "\",\"kty\":\"RSA\",\"n\":\""u8, jwk.N);
                break;
            case "EC":
                Add(json, "{\"crv\":\""u8, jwk.Crv);
                Add(json, "\",\"kty\":\"EC\",\"x\":\""u8, jwk.X);
                Add(json, "\",\"y\":\""u8, jwk.Y);
                break;
            default:
                Add(json, "{\"crv\":\""u8, jwk.Crv);
                Add(json, "\",\"kty\":\"OKP\",\"x\":\""u8, jwk.X);
                break;
        }
        json.Write("\"}"u8);
        SHA256.HashData(json.Written, hash);
    }

    static void Add(PooledBuffer json, ReadOnlySpan<byte> before, string? value)
    {
        json.Write(before);
        if (value is not null) json.Advance(Encoding.ASCII.GetBytes(value, json.GetSpan(value.Length)));
    }
}
