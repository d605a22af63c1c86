using System.Numerics;
using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>From the members of a <see cref="Jwk"/> to instances that verify: RFC 7518 §6.2.1, §6.3.1, RFC 8037 §2.</summary>
static class PublicKey
{
    /// <summary>How to make an instance, after the checks that need no curve.</summary>
    public static JwkProblem Recipe(Jwk jwk, JwsAlgorithm alg, out Func<IJwsKey>? recipe)
    {
        recipe = null;
        switch (alg.KeyType)
        {
            case "RSA":
                if (Decode(jwk.N) is not { } modulus || Decode(jwk.E) is not { } exponent) return JwkProblem.MemberMalformed;
                if (RsaProblem(modulus, exponent) is not JwkProblem.None and var problem) return problem;
                var rsa = new RSAParameters { Modulus = modulus, Exponent = exponent };
                recipe = () => new RsaKey(RSA.Create(rsa), alg);
                return JwkProblem.None;
            case "EC":
                if (Decode(jwk.X) is not { } x || Decode(jwk.Y) is not { } y) return JwkProblem.MemberMalformed;
                var ec = new ECParameters { Curve = EcKey.CurveOf(alg), Q = new() { X = x, Y = y } };
                recipe = () => new EcKey(ECDsa.Create(ec), alg);
                return JwkProblem.None;
            default:
                if (Decode(jwk.X) is not { } point) return JwkProblem.MemberMalformed;
                recipe = () => Ed25519.FromPublicKey(point);
                return JwkProblem.None;
        }
    }

    static JwkProblem RsaProblem(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var bits = modulus.Length * 8 - (BitOperations.LeadingZeroCount(modulus[0]) - 24);
        if (bits < RsaKey.MinBits) return JwkProblem.TooWeak;
        // Four bytes hold every exponent in honest use; a longer one costs the verifier, not the signer.
        if (bits > RsaKey.MaxBits || exponent.Length > 4) return JwkProblem.TooDear;
        var isOne = exponent.Length == 1 && exponent[0] == 1;
        return isOne || (exponent[^1] & 1) == 0 || (modulus[^1] & 1) == 0 ? JwkProblem.NotAKey : JwkProblem.None;
    }

    static byte[]? Decode(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var bytes = new byte[StrictBase64Url.DecodedLength(text.Length)];
        return StrictBase64Url.TryDecode(text, bytes, out _) ? bytes : null;
    }
}
