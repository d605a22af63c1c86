using System.Security.Cryptography;
using System.Text.Json;

namespace IdentityServer.Domain.Jose;

/// <summary>A private key in JSON: RFC 7517 §4, RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2.</summary>
static class PrivateJwk
{
    public static PrivateKeyProblem Read(ReadOnlySpan<byte> json, out ForeignKey? key)
    {
        key = null;
        if (!StrictJson.TryParseObject(json, out var element, out _)) return PrivateKeyProblem.Malformed;
        if (element.TryGetProperty("keys"u8, out _)) return PrivateKeyProblem.SeveralKeys;
        var problem = JwkReading.Read(element, out var jwk);
        if (jwk is null)
        {
            return problem switch
            {
                JwkProblem.KeyTypeSymmetric => PrivateKeyProblem.Symmetric,
                JwkProblem.KeyTypeMissing => PrivateKeyProblem.NotAKey,
                JwkProblem.KeyTypeUnknown => PrivateKeyProblem.KeyTypeUnknown,
                JwkProblem.CurveUnknown => PrivateKeyProblem.CurveUnknown,
                JwkProblem.MemberMissing => PrivateKeyProblem.MemberMissing,
                _ => PrivateKeyProblem.Malformed,
            };
        }
        if (!jwk.HasPrivateMembers) return PrivateKeyProblem.PublicOnly;
        if (jwk.Use is not (null or "sig") || (jwk.KeyOps is { } operations && !operations.Contains("sign", StringComparer.Ordinal))) return PrivateKeyProblem.UseUnfit;
        return jwk.Kty switch
        {
            "RSA" => jwk.Alg is null or "RS256" ? Rsa(element, jwk, out key) : PrivateKeyProblem.AlgorithmUnfit,
            "EC" => jwk.Crv != "P-256" ? PrivateKeyProblem.CurveUnknown : jwk.Alg is null or "ES256" ? Ec(element, jwk, out key) : PrivateKeyProblem.AlgorithmUnfit,
            // The second is the newer name of the same: RFC 9864 §2.2.
            _ => jwk.Alg is null or "EdDSA" or "Ed25519" ? Okp(element, jwk, out key) : PrivateKeyProblem.AlgorithmUnfit,
        };
    }

    static PrivateKeyProblem Rsa(JsonElement element, Jwk jwk, out ForeignKey? key)
    {
        key = null;
        if (element.TryGetProperty("oth"u8, out _)) return PrivateKeyProblem.MorePrimes;
        var size = StrictBase64Url.DecodedLength(jwk.N!.Length);
        if (size > RsaKey.MaxBits / 8) return PrivateKeyProblem.TooDear;
        if (size < RsaKey.MinBits / 8) return PrivateKeyProblem.TooWeak;
        var half = (size + 1) / 2;
        RSAParameters numbers = new() { Modulus = Decode(jwk.N, size), Exponent = Decode(jwk.E!, StrictBase64Url.DecodedLength(jwk.E!.Length)) };
        var problem = Member(element, "d"u8, size, out numbers.D);
        if (problem == PrivateKeyProblem.None) problem = Member(element, "p"u8, half, out numbers.P);
        if (problem == PrivateKeyProblem.None) problem = Member(element, "q"u8, half, out numbers.Q);
        if (problem == PrivateKeyProblem.None) problem = Member(element, "dp"u8, half, out numbers.DP);
        if (problem == PrivateKeyProblem.None) problem = Member(element, "dq"u8, half, out numbers.DQ);
        if (problem == PrivateKeyProblem.None) problem = Member(element, "qi"u8, half, out numbers.InverseQ);
        if (problem == PrivateKeyProblem.None) problem = RsaNumbers.Problem(numbers);
        if (problem == PrivateKeyProblem.None)
        {
            using var rsa = RSA.Create(numbers);
            key = new(JwsAlgorithm.RS256, rsa.ExportPkcs8PrivateKey(), jwk.Kid);
        }
        RsaNumbers.Wipe(numbers);
        return problem;
    }

    static PrivateKeyProblem Ec(JsonElement element, Jwk jwk, out ForeignKey? key)
    {
        key = null;
        var problem = Member(element, "d"u8, JwsAlgorithm.ES256.CoordinateSize, out var d);
        if (problem == PrivateKeyProblem.None)
        {
            ECPoint claimed = new() { X = Decode(jwk.X!, JwsAlgorithm.ES256.CoordinateSize), Y = Decode(jwk.Y!, JwsAlgorithm.ES256.CoordinateSize) };
            problem = PrivateKeyReader.FromPoint(d, claimed, jwk.Kid, out key);
        }
        CryptographicOperations.ZeroMemory(d);
        return problem;
    }

    static PrivateKeyProblem Okp(JsonElement element, Jwk jwk, out ForeignKey? key)
    {
        key = null;
        var problem = Member(element, "d"u8, Ed25519.KeySize, out var seed);
        if (problem == PrivateKeyProblem.None) problem = PrivateKeyReader.FromSeed(seed, Decode(jwk.X!, Ed25519.KeySize), jwk.Kid, out key);
        CryptographicOperations.ZeroMemory(seed);
        return problem;
    }

    /// <summary>A number in as many bytes as it is to have, zeros before it: RFC 7518 §2.</summary>
    static PrivateKeyProblem Member(JsonElement element, ReadOnlySpan<byte> name, int size, out byte[]? number)
    {
        number = null;
        if (!element.TryGetProperty(name, out var value)) return PrivateKeyProblem.MemberMissing;
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text) return PrivateKeyProblem.Malformed;
        if (StrictBase64Url.DecodedLength(text.Length) > size || !StrictBase64Url.IsWellFormed(text)) return PrivateKeyProblem.Malformed;
        number = Decode(text, size);
        return PrivateKeyProblem.None;
    }

    static byte[] Decode(string text, int size)
    {
        var bytes = new byte[size];
        StrictBase64Url.TryDecode(text, bytes.AsSpan(size - StrictBase64Url.DecodedLength(text.Length)), out _);
        return bytes;
    }
}
