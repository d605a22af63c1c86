using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>RSASSA-PKCS1-v1_5 and RSASSA-PSS: RFC 7518 §3.3, §3.5.</summary>
sealed class RsaKey(RSA rsa, JwsAlgorithm algorithm) : IJwsKey
{
    public const int MinBits = 2048;
    public const int MaxBits = 8192;

    readonly RSASignaturePadding padding = algorithm.Padding ?? throw new ArgumentException("Not an RSA algorithm.", nameof(algorithm));

    public bool TrySign(ReadOnlySpan<byte> data, Span<byte> signature, out int written)
    {
        Span<byte> hash = stackalloc byte[64];
        return rsa.TrySignHash(algorithm.Hash(data, hash), signature, algorithm.HashAlgorithmName, padding, out written);
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // RFC 8017 §8.1.2, §8.2.2 step 1. Platforms take a signature that lost its leading zero for the same number.
        if (signature.Length != (rsa.KeySize + 7) / 8) return false;
        Span<byte> hash = stackalloc byte[64];
        return rsa.VerifyHash(algorithm.Hash(data, hash), signature, algorithm.HashAlgorithmName, padding);
    }

    public void Dispose() => rsa.Dispose();
}
