using System.Numerics;
using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>Whether the numbers of a private RSA key are a key that we would sign with: RFC 8017 §3, FIPS 186-5 §A.1.</summary>
static class RsaNumbers
{
    const int SmallestExponent = 65537;

    // A verifier takes four bytes: see PublicKey.
    const int LongestExponent = 4;

    // FIPS 186-5 §A.1.3 step 5.4: primes that are nearer to each other than this can be found from their product.
    const int PrimesApart = 100;

    public static PrivateKeyProblem Problem(RSAParameters key)
    {
        var (n, e, d) = (Number(key.Modulus), Number(key.Exponent), Number(key.D));
        var bits = (int)n.GetBitLength();
        if (bits < RsaKey.MinBits) return PrivateKeyProblem.TooWeak;
        if (bits > RsaKey.MaxBits) return PrivateKeyProblem.TooDear;
        if (e.IsEven || e < SmallestExponent || e.GetByteCount(isUnsigned: true) > LongestExponent) return PrivateKeyProblem.ExponentUnfit;
        var (p, q) = (Number(key.P), Number(key.Q));
        if (p <= 3 || q <= 3 || p.IsEven || q.IsEven || p * q != n) return PrivateKeyProblem.Inconsistent;
        if (BigInteger.Abs(p - q).GetBitLength() <= (bits / 2) - PrimesApart) return PrivateKeyProblem.TooWeak;
        return e * d % (p - 1) == 1 && e * d % (q - 1) == 1 && Number(key.DP) == d % (p - 1) && Number(key.DQ) == d % (q - 1) && Number(key.InverseQ) * q % p == 1
            ? PrivateKeyProblem.None
            : PrivateKeyProblem.Inconsistent;
    }

    public static void Wipe(RSAParameters key)
    {
        foreach (var secret in (byte[]?[])[key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ]) CryptographicOperations.ZeroMemory(secret);
    }

    static BigInteger Number(byte[]? bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
