using System.Security.Cryptography;
using System.Text;

namespace IdentityServer.Domain.Primitives;

/// <summary>SHA-256 of a <see cref="Handle"/>: the only form of a bearer secret that is ever stored or compared in a query.</summary>
/// <param name="Value">43 characters of base64url, compared byte for byte.</param>
public readonly record struct HandleDigest(string Value)
{
    /// <summary>Digest of the secret as it travels, in ASCII or UTF-8.</summary>
    public static HandleDigest Of(ReadOnlySpan<char> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var size = Encoding.UTF8.GetMaxByteCount(secret.Length);
        byte[]? rented = null;
        var utf8 = size <= 512 ? stackalloc byte[512] : (rented = System.Buffers.ArrayPool<byte>.Shared.Rent(size));
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(secret, utf8)], hash);
        if (rented is not null) System.Buffers.ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return new(System.Buffers.Text.Base64Url.EncodeToString(hash));
    }

    /// <summary>Of bytes as they are.</summary>
    public static HandleDigest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new(System.Buffers.Text.Base64Url.EncodeToString(hash));
    }

    /// <summary>The first eight characters: what a log line may show.</summary>
    public override string ToString() => Value is { Length: >= 8 } ? Value[..8] : "";
}
