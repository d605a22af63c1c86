using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>A public key as the world outside JOSE writes it: SubjectPublicKeyInfo in PEM. RFC 5280 §4.1, RFC 7468 §13, RFC 8410 §4.</summary>
public static class PublicKeyPem
{
    // SEQUENCE { SEQUENCE { 1.3.101.112 }, BIT STRING, 32 bytes }
    static ReadOnlySpan<byte> Ed25519Prefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Throws on numbers that are no key; what we have stored is one.</summary>
    public static string Of(Jwk jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        switch (jwk.Kty)
        {
            case "RSA":
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Decode(jwk.N), Exponent = Decode(jwk.E) })) return rsa.ExportSubjectPublicKeyInfoPem();
            case "EC":
                var algorithm = JwsAlgorithm.All.First(one => one.Curve == jwk.Crv);
                ECParameters point = new() { Curve = EcKey.CurveOf(algorithm), Q = new() { X = Decode(jwk.X), Y = Decode(jwk.Y) } };
                using (var ecdsa = ECDsa.Create(point)) return ecdsa.ExportSubjectPublicKeyInfoPem();
            default:
                return PemEncoding.WriteString("PUBLIC KEY", [.. Ed25519Prefix, .. Decode(jwk.X)]);
        }
    }

    static byte[] Decode(string? text)
    {
        var bytes = new byte[StrictBase64Url.DecodedLength(text?.Length ?? 0)];
        return StrictBase64Url.TryDecode(text, bytes, out _) ? bytes : throw new CryptographicException("The key is damaged.");
    }
}
