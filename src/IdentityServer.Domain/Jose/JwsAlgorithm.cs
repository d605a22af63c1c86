using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// The signature algorithms of the house, one table: RFC 7518 §3.1 and RFC 8037 §3.1. What is not in it does not
/// exist: no <c>none</c>, no shared secrets, so a public key can never be taken for one. RFC 8725 §3.1, §3.2.
/// </summary>
public sealed class JwsAlgorithm
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256: RFC 7518 §3.3.</summary>
    public static readonly JwsAlgorithm RS256 = new(0, "RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>RSASSA-PSS with SHA-256: RFC 7518 §3.5.</summary>
    public static readonly JwsAlgorithm PS256 = new(1, "PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512: RFC 7518 §3.3.</summary>
    public static readonly JwsAlgorithm RS512 = new(2, "RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);

    /// <summary>ECDSA over P-256 with SHA-256: RFC 7518 §3.4.</summary>
    public static readonly JwsAlgorithm ES256 = new(3, "ES256", HashAlgorithmName.SHA256, "EC", "P-256", 32);

    /// <summary>ECDSA over P-384 with SHA-384: RFC 7518 §3.4.</summary>
    public static readonly JwsAlgorithm ES384 = new(4, "ES384", HashAlgorithmName.SHA384, "EC", "P-384", 48);

    /// <summary>ECDSA over P-521 with SHA-512: RFC 7518 §3.4.</summary>
    public static readonly JwsAlgorithm ES512 = new(5, "ES512", HashAlgorithmName.SHA512, "EC", "P-521", 66);

    /// <summary>Ed25519: RFC 8037 §3.1. The hash is part of the scheme and named only for at_hash and its kin.</summary>
    public static readonly JwsAlgorithm EdDSA = new(6, "EdDSA", HashAlgorithmName.SHA512, "OKP", "Ed25519", 32);

    JwsAlgorithm(int index, string name, HashAlgorithmName hash, RSASignaturePadding padding)
        : this(index, name, hash, "RSA", null, 0) => Padding = padding;

    JwsAlgorithm(int index, string name, HashAlgorithmName hash, string keyType, string? curve, int coordinateSize) =>
        (Index, Name, HashAlgorithmName, KeyType, Curve, CoordinateSize) = (index, name, hash, keyType, curve, coordinateSize);

    /// <summary>Every algorithm of the table, in a fixed order; advertise those that are available.</summary>
    public static IReadOnlyList<JwsAlgorithm> All { get; } = [RS256, PS256, RS512, ES256, ES384, ES512, EdDSA];

    /// <summary>The <c>alg</c> value: RFC 7515 §4.1.1.</summary>
    public string Name { get; }

    /// <summary>The <c>kty</c> its keys have: RFC 7517 §4.1.</summary>
    public string KeyType { get; }

    /// <summary>The <c>crv</c> its keys have, null for RSA: RFC 7518 §6.2.1.1, RFC 8037 §2.</summary>
    public string? Curve { get; }

    public HashAlgorithmName HashAlgorithmName { get; }

    /// <summary>False for EdDSA where no libcrypto offers Ed25519: it is then neither advertised nor accepted.</summary>
    public bool IsAvailable => Index != EdDSA.Index || Ed25519.IsAvailable;

    internal int Index { get; }

    /// <summary>Bytes of one coordinate, and of r and of s: RFC 7518 §3.4, §6.2.1.2.</summary>
    internal int CoordinateSize { get; }

    internal RSASignaturePadding? Padding { get; }

    /// <summary>Exact and case-sensitive: RFC 7515 §4.1.1.</summary>
    public static bool TryGet(string? name, [NotNullWhen(true)] out JwsAlgorithm? algorithm)
    {
        algorithm = name switch
        {
            "RS256" => RS256,
            "PS256" => PS256,
            "RS512" => RS512,
            "ES256" => ES256,
            "ES384" => ES384,
            "ES512" => ES512,
            "EdDSA" => EdDSA,
            _ => null,
        };
        return algorithm is not null;
    }

    public override string ToString() => Name;

    /// <summary>Digest of the data into the front of the destination, which has 64 bytes.</summary>
    internal ReadOnlySpan<byte> Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (HashAlgorithmName == HashAlgorithmName.SHA256) return destination[..SHA256.HashData(data, destination)];
        if (HashAlgorithmName == HashAlgorithmName.SHA384) return destination[..SHA384.HashData(data, destination)];
        return destination[..SHA512.HashData(data, destination)];
    }
}
