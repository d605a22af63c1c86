using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// Reads a private key that somebody brings: PEM (RFC 7468) with PKCS#8, PKCS#1 or SEC 1 in it, or a JWK. What comes out
/// has signed something that its public half has verified. What does not come out leaves no trace in the problem.
/// </summary>
public static class PrivateKeyReader
{
    /// <summary>A key with the longest chain of certificates that anybody keeps in one file.</summary>
    public const int MaxLength = 32 * 1024;

    // PKCS#8 of RSA with 8192 bits takes about 4700 bytes; checking the numbers of a longer one could take minutes.
    const int MaxDerLength = 5 * 1024;

    const string RsaOid = "1.2.840.113549.1.1.1";
    const string EcOid = "1.2.840.10045.2.1";
    const string Ed25519Oid = "1.3.101.112";

    static readonly Asn1Tag PublicKeyTag = new(TagClass.ContextSpecific, 1);

    public static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out ForeignKey? key, out PrivateKeyProblem problem)
    {
        key = null;
        text = (text.StartsWith("\uFEFF"u8) ? text[3..] : text).Trim(" \t\r\n"u8);
        try
        {
            problem = text.Length > MaxLength ? PrivateKeyProblem.TooLarge
                : text.StartsWith("{"u8) ? PrivateJwk.Read(text, out key)
                : ReadPem(text, out key);
        }
        catch (Exception malformed) when (malformed is CryptographicException or AsnContentException or ArgumentException or PlatformNotSupportedException)
        {
            // The base library's words may quote what it read.
            (key, problem) = (null, PrivateKeyProblem.Malformed);
        }
        if (key is null || Works(key)) return key is not null;
        key.Dispose();
        (key, problem) = (null, PrivateKeyProblem.Inconsistent);
        return false;
    }

    static PrivateKeyProblem ReadPem(ReadOnlySpan<byte> text, out ForeignKey? key)
    {
        key = null;
        // The old form has headers inside the block, which RFC 7468 §2 knows no more.
        if (text.IndexOf("Proc-Type:"u8) >= 0 && text.IndexOf("ENCRYPTED"u8) >= 0) return PrivateKeyProblem.Encrypted;
        ReadOnlySpan<byte> found = [], label = [];
        var problem = PrivateKeyProblem.NotAKey;
        while (PemEncoding.TryFindUtf8(text, out var fields))
        {
            var name = text[fields.Label];
            if (name.SequenceEqual("PRIVATE KEY"u8) || name.SequenceEqual("RSA PRIVATE KEY"u8) || name.SequenceEqual("EC PRIVATE KEY"u8))
            {
                if (!label.IsEmpty) return PrivateKeyProblem.SeveralKeys;
                found = text[fields.Base64Data];
                label = name;
            }
            else if (name.SequenceEqual("ENCRYPTED PRIVATE KEY"u8)) return PrivateKeyProblem.Encrypted;
            else if (name.EndsWith("PUBLIC KEY"u8) || name.SequenceEqual("CERTIFICATE"u8)) problem = PrivateKeyProblem.PublicOnly;
            else if (name.EndsWith("PRIVATE KEY"u8)) problem = PrivateKeyProblem.KeyTypeUnknown;
            text = text[fields.Location.End.GetOffset(text.Length)..];
        }
        if (label.IsEmpty) return problem;

        var der = new byte[Base64.GetMaxDecodedFromUtf8Length(found.Length)];
        try
        {
            if (Base64.DecodeFromUtf8(found, der, out _, out var length) != OperationStatus.Done) return PrivateKeyProblem.Malformed;
            if (length > MaxDerLength) return PrivateKeyProblem.TooDear;
            var memory = der.AsMemory(0, length);
            return label.StartsWith("RSA"u8) ? ReadRsa(rsa => rsa.ImportRSAPrivateKey(memory.Span, out _), out key)
                : label.StartsWith("EC"u8) ? ReadEc(ecdsa => ecdsa.ImportECPrivateKey(memory.Span, out _), out key)
                : ReadPkcs8(memory, out key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>RFC 5208 §5, RFC 5958 §2, for Ed25519 RFC 8410 §7.</summary>
    static PrivateKeyProblem ReadPkcs8(ReadOnlyMemory<byte> der, out ForeignKey? key)
    {
        key = null;
        var reader = new AsnReader(der, AsnEncodingRules.BER);
        var content = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        content.ReadInteger();
        var algorithm = content.ReadSequence();
        switch (algorithm.ReadObjectIdentifier())
        {
            case RsaOid: return ReadRsa(rsa => rsa.ImportPkcs8PrivateKey(der.Span, out _), out key);
            case EcOid: return ReadEc(ecdsa => ecdsa.ImportPkcs8PrivateKey(der.Span, out _), out key);
            case Ed25519Oid: break;
            default: return PrivateKeyProblem.KeyTypeUnknown;
        }
        var octets = content.ReadOctetString();
        var seed = new AsnReader(octets, AsnEncodingRules.BER).ReadOctetString();
        byte[]? publicKey = null;
        while (content.HasData)
        {
            if (content.PeekTag().HasSameClassAndValue(PublicKeyTag)) publicKey = content.ReadBitString(out _, PublicKeyTag);
            else content.ReadEncodedValue();
        }
        var problem = FromSeed(seed, publicKey, null, out key);
        CryptographicOperations.ZeroMemory(octets);
        CryptographicOperations.ZeroMemory(seed);
        return problem;
    }

    static PrivateKeyProblem ReadRsa(Action<RSA> import, out ForeignKey? key)
    {
        using var rsa = RSA.Create();
        import(rsa);
        var numbers = rsa.ExportParameters(includePrivateParameters: true);
        var problem = RsaNumbers.Problem(numbers);
        key = problem == PrivateKeyProblem.None ? new(JwsAlgorithm.RS256, rsa.ExportPkcs8PrivateKey(), null) : null;
        RsaNumbers.Wipe(numbers);
        return problem;
    }

    static PrivateKeyProblem ReadEc(Action<ECDsa> import, out ForeignKey? key)
    {
        key = null;
        using var ecdsa = ECDsa.Create();
        import(ecdsa);
        var point = ecdsa.ExportParameters(includePrivateParameters: true);
        var problem = point.Curve.IsNamed && point.Curve.Oid.Value == EcKey.CurveOf(JwsAlgorithm.ES256).Oid.Value
            ? FromPoint(point.D, point.Q, null, out key)
            : PrivateKeyProblem.CurveUnknown;
        CryptographicOperations.ZeroMemory(point.D);
        return problem;
    }

    /// <param name="claimed">What is said to be its public half; that which follows from the private one is kept.</param>
    internal static PrivateKeyProblem FromPoint(byte[]? d, ECPoint claimed, string? kid, out ForeignKey? key)
    {
        key = null;
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = EcKey.CurveOf(JwsAlgorithm.ES256), D = d });
        var real = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        if (!real.X.AsSpan().SequenceEqual(claimed.X) || !real.Y.AsSpan().SequenceEqual(claimed.Y)) return PrivateKeyProblem.Inconsistent;
        key = new(JwsAlgorithm.ES256, ecdsa.ExportPkcs8PrivateKey(), kid);
        return PrivateKeyProblem.None;
    }

    /// <param name="claimed">What is said to be its public half, or null where nothing is said.</param>
    internal static PrivateKeyProblem FromSeed(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> claimed, string? kid, out ForeignKey? key)
    {
        key = null;
        if (!Ed25519.IsAvailable) return PrivateKeyProblem.AlgorithmUnavailable;
        if (seed.Length != Ed25519.KeySize) return PrivateKeyProblem.Malformed;
        using var real = Ed25519.FromSeed(seed);
        if (!claimed.IsEmpty && !claimed.SequenceEqual(real.PublicKey())) return PrivateKeyProblem.Inconsistent;
        key = new(JwsAlgorithm.EdDSA, Ed25519.ToPkcs8(seed), kid);
        return PrivateKeyProblem.None;
    }

    /// <summary>Signs something and verifies it with the public half alone, the way a relying party will.</summary>
    static bool Works(ForeignKey key)
    {
        try
        {
            using var credential = SigningCredential.FromPkcs8("self-test", key.Algorithm, key.Pkcs8);
            if (!VerificationKey.TryCreate(credential.PublicJwk, key.Algorithm, out var publicKey, out _)) return false;
            using (publicKey)
            {
                var signature = new byte[credential.SignatureSize];
                return credential.TrySign("idp"u8, signature, out var written) && publicKey.Verify("idp"u8, signature.AsSpan(0, written));
            }
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
