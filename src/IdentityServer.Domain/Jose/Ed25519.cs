using System.Security.Cryptography;

namespace IdentityServer.Domain.Jose;

/// <summary>Ed25519 through libcrypto: RFC 8032 §5.1, RFC 8037 §3.1; private keys in PKCS#8 as RFC 8410 §7 has them.</summary>
sealed class Ed25519 : IJwsKey
{
    public const int KeySize = 32;
    public const int SignatureSize = 64;

    // SEQUENCE { version 0, SEQUENCE { 1.3.101.112 }, OCTET STRING { OCTET STRING, 32 bytes } }
    static ReadOnlySpan<byte> Pkcs8Prefix => [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    readonly Libcrypto.KeyHandle key;
    readonly Libcrypto.ContextHandle context;

    Ed25519(Libcrypto.KeyHandle key)
    {
        this.key = key;
        context = Libcrypto.NewContext();
        if (!key.IsInvalid && !context.IsInvalid) return;
        Libcrypto.ClearErrors();
        Dispose();
        throw new CryptographicException("libcrypto made no Ed25519 key.");
    }

    /// <summary>True where a libcrypto is present and lets Ed25519 be used (a FIPS build may not).</summary>
    public static bool IsAvailable { get; } = Probe();

    public static Ed25519 FromSeed(ReadOnlySpan<byte> seed) =>
        new(Libcrypto.NewPrivateKey(Libcrypto.Ed25519Type, 0, seed, (nuint)seed.Length));

    public static Ed25519 FromPublicKey(ReadOnlySpan<byte> publicKey) =>
        new(Libcrypto.NewPublicKey(Libcrypto.Ed25519Type, 0, publicKey, (nuint)publicKey.Length));

    public static byte[] ToPkcs8(ReadOnlySpan<byte> seed) => [.. Pkcs8Prefix, .. seed];

    public static Ed25519 FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        if (pkcs8.Length != Pkcs8Prefix.Length + KeySize || !pkcs8.StartsWith(Pkcs8Prefix))
            throw new CryptographicException("Not an Ed25519 key in PKCS#8.");
        return FromSeed(pkcs8[Pkcs8Prefix.Length..]);
    }

    public byte[] PublicKey()
    {
        var publicKey = new byte[KeySize];
        nuint length = KeySize;
        if (Libcrypto.GetPublicKey(key, publicKey, ref length) == 1 && length == KeySize) return publicKey;
        Libcrypto.ClearErrors();
        throw new CryptographicException("libcrypto gave no public key.");
    }

    public bool TrySign(ReadOnlySpan<byte> data, Span<byte> signature, out int written)
    {
        written = 0;
        if (signature.Length < SignatureSize) return false;
        nuint length = SignatureSize;
        var signed = Libcrypto.ResetContext(context) == 1 &&
            Libcrypto.SignInit(context, 0, 0, 0, key) == 1 &&
            Libcrypto.Sign(context, signature, ref length, data, (nuint)data.Length) == 1;
        if (signed) written = (int)length;
        else Libcrypto.ClearErrors();
        return signed;
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize) return false;
        var verified = Libcrypto.ResetContext(context) == 1 &&
            Libcrypto.VerifyInit(context, 0, 0, 0, key) == 1 &&
            Libcrypto.Verify(context, signature, SignatureSize, data, (nuint)data.Length) == 1;
        if (!verified) Libcrypto.ClearErrors();
        return verified;
    }

    public void Dispose()
    {
        context.Dispose();
        key.Dispose();
    }

    static bool Probe()
    {
        if (!Libcrypto.IsLoaded) return false;
        try
        {
            using var key = FromSeed(new byte[KeySize]);
            return key.TrySign([], new byte[SignatureSize], out _);
        }
        catch (Exception problem) when (problem is CryptographicException or EntryPointNotFoundException)
        {
            return false;
        }
    }
}
