using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>Makes and reads private keys as PKCS#8 (RFC 5208, for Ed25519 RFC 8410) and tells their public half.</summary>
static class PrivateKey
{
    const int NewRsaBits = 2048;

    public static byte[] Generate(JwsAlgorithm algorithm)
    {
        switch (algorithm.KeyType)
        {
            case "RSA":
                using (var rsa = RSA.Create(NewRsaBits)) return rsa.ExportPkcs8PrivateKey();
            case "EC":
                using (var ecdsa = ECDsa.Create(EcKey.CurveOf(algorithm))) return ecdsa.ExportPkcs8PrivateKey();
            default:
                Span<byte> seed = stackalloc byte[Ed25519.KeySize];
                RandomNumberGenerator.Fill(seed);
                var pkcs8 = Ed25519.ToPkcs8(seed);
                CryptographicOperations.ZeroMemory(seed);
                return pkcs8;
        }
    }

    /// <summary>Throws on a key that is not the algorithm's: what we stored ourselves is not a stranger's input.</summary>
    public static IJwsKey Open(JwsAlgorithm algorithm, ReadOnlySpan<byte> pkcs8) => algorithm.KeyType switch
    {
        "RSA" => new RsaKey(OpenRsa(pkcs8), algorithm),
        "EC" => new EcKey(OpenEc(algorithm, pkcs8), algorithm),
        _ => OpenEd25519(pkcs8),
    };

    /// <summary>The published form; without a kid it is named by its thumbprint.</summary>
    public static Jwk Describe(JwsAlgorithm algorithm, ReadOnlySpan<byte> pkcs8, string? kid)
    {
        string? n = null, e = null, x = null, y = null;
        switch (algorithm.KeyType)
        {
            case "RSA":
                using (var rsa = OpenRsa(pkcs8))
                {
                    var parameters = rsa.ExportParameters(includePrivateParameters: false);
                    (n, e) = (StrictBase64Url.Encode(parameters.Modulus), StrictBase64Url.Encode(parameters.Exponent));
                }
                break;
            case "EC":
                using (var ecdsa = OpenEc(algorithm, pkcs8))
                {
                    var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
                    (x, y) = (StrictBase64Url.Encode(point.X), StrictBase64Url.Encode(point.Y));
                }
                break;
            default:
                using (var key = OpenEd25519(pkcs8)) x = StrictBase64Url.Encode(key.PublicKey());
                break;
        }
        Jwk Named(string? name) => new()
        {
            Kty = algorithm.KeyType, Crv = algorithm.Curve, Alg = algorithm.Name, Use = "sig", Kid = name, N = n, E = e, X = x, Y = y,
        };
        return Named(kid ?? Named(null).Thumbprint());
    }

    static Ed25519 OpenEd25519(ReadOnlySpan<byte> pkcs8) => Ed25519.IsAvailable
        ? Ed25519.FromPkcs8(pkcs8)
        : throw new PlatformNotSupportedException("EdDSA needs a libcrypto with Ed25519, and none was found.");

    static RSA OpenRsa(ReadOnlySpan<byte> pkcs8)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        if (rsa.KeySize is >= RsaKey.MinBits and <= RsaKey.MaxBits) return rsa;
        rsa.Dispose();
        throw new CryptographicException("RSA keys have 2048 to 8192 bits.");
    }

    static ECDsa OpenEc(JwsAlgorithm algorithm, ReadOnlySpan<byte> pkcs8)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
        var curve = ecdsa.ExportParameters(includePrivateParameters: false).Curve;
        if (curve.IsNamed && curve.Oid.Value == EcKey.CurveOf(algorithm).Oid.Value) return ecdsa;
        ecdsa.Dispose();
        throw new CryptographicException("The key is not on the curve of " + algorithm.Name + ".");
    }
}
