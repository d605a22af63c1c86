using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>ECDSA with signatures as r and s side by side, each of the curve's size: RFC 7518 §3.4.</summary>
sealed class EcKey(ECDsa ecdsa, JwsAlgorithm algorithm) : IJwsKey
{
    public static ECCurve CurveOf(JwsAlgorithm algorithm) => algorithm.Curve switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => throw new ArgumentException("Not an ECDSA algorithm.", nameof(algorithm)),
    };

    public bool TrySign(ReadOnlySpan<byte> data, Span<byte> signature, out int written)
    {
        Span<byte> hash = stackalloc byte[64];
        return ecdsa.TrySignHash(algorithm.Hash(data, hash), signature,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out written);
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var size = algorithm.CoordinateSize;
        // CVE-2022-21449: r = 0 or s = 0 once verified everywhere; no library is trusted with it again.
        if (signature.Length != 2 * size ||
            !signature[..size].ContainsAnyExcept((byte)0) || !signature[size..].ContainsAnyExcept((byte)0)) return false;
        Span<byte> hash = stackalloc byte[64];
        return ecdsa.VerifyHash(algorithm.Hash(data, hash), signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => ecdsa.Dispose();
}
