using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.Tests.Jose;

/// <summary>Private keys in every form in which people keep them, made by the base library.</summary>
static class PrivateTexts
{
    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>RFC 8037 §A.1.</summary>
    public const string Ed25519Jwk = $$"""{"kty":"OKP","crv":"Ed25519","d":"{{Vectors.Ed25519Seed}}","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";

    /// <summary>RFC 7515 §A.3.1.</summary>
    public const string P256Jwk = """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}""";

    public static string Ed25519Pem => PemEncoding.WriteString("PRIVATE KEY", Ed25519.ToPkcs8(Tokens.Bytes(Vectors.Ed25519Seed)));

    public static string RsaPem => Rsa.ExportPkcs8PrivateKeyPem();

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static JsonObject RsaJwk(RSA? rsa = null)
    {
        var numbers = (rsa ?? Rsa).ExportParameters(includePrivateParameters: true);
        return new()
        {
            ["kty"] = "RSA",
            ["kid"] = "old-key",
            ["n"] = StrictBase64Url.Encode(numbers.Modulus),
            ["e"] = StrictBase64Url.Encode(numbers.Exponent),
            ["d"] = Minimal(numbers.D),
            ["p"] = Minimal(numbers.P),
            ["q"] = Minimal(numbers.Q),
            ["dp"] = Minimal(numbers.DP),
            ["dq"] = Minimal(numbers.DQ),
            ["qi"] = Minimal(numbers.InverseQ),
        };
    }

    /// <summary>As few bytes as possible: RFC 7518 §2.</summary>
    static string Minimal(byte[]? number) => StrictBase64Url.Encode(number.AsSpan().TrimStart((byte)0));
}
