using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// A refresh token is family ‖ number ‖ HMAC-SHA256. Nothing of it is stored: the family's row holds the newest number.
/// So every token ever made can be told from a guess, a replay is known for what it is, and the successor of a token is
/// the same however often it is asked for. RFC 6749 §10.4, RFC 9700 §4.14.2.
/// </summary>
public sealed class RefreshTokenSealer
{
    const int IdSize = 16;
    const int BodySize = IdSize + sizeof(int);
    const int Size = BodySize + HMACSHA256.HashSizeInBytes;

    /// <summary>Characters of a refresh token.</summary>
    public static readonly int Length = Base64Url.GetEncodedLength(Size);

    readonly byte[] key;

    /// <param name="secret">32 random bytes, the same on every node.</param>
    /// <param name="pool">Tokens of one pool mean nothing in another.</param>
    public RefreshTokenSealer(ReadOnlySpan<byte> secret, PoolId pool) =>
        key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.ToArray(), 32, info: Encoding.UTF8.GetBytes("refresh token of pool " + pool.Value));

    public string Write(FamilyId family, int generation)
    {
        Span<byte> bytes = stackalloc byte[Size];
        family.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[IdSize..], generation);
        HMACSHA256.HashData(key, bytes[..BodySize], bytes[BodySize..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False for anything this pool did not make.</summary>
    public bool TryRead(string text, out FamilyId family, out int generation)
    {
        (family, generation) = (default, 0);
        Span<byte> bytes = stackalloc byte[Size];
        // Strict: the base library's decoder throws on rubbish, and lets one token have several spellings.
        if (text.Length != Length || !StrictBase64Url.TryDecode(text, bytes, out _)) return false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..BodySize], expected);
        if (!FixedTime.Equal(expected, bytes[BodySize..])) return false;
        family = new(new Guid(bytes[..IdSize], bigEndian: true));
        generation = BinaryPrimitives.ReadInt32BigEndian(bytes[IdSize..]);
        return true;
    }
}
