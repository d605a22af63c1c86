using System.Buffers.Text;
using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tokens;

/// <summary>
/// The <c>jti</c> of an access token: random, and for a user's token preceded by its family, so that revoking the
/// family is seen without a row per token. RFC 7519 §4.1.7, RFC 9068 §2.2.
/// </summary>
public static class AccessTokenId
{
    const int RandomSize = 12;
    const int FamilySize = 16;

    public static string New(FamilyId? family)
    {
        Span<byte> bytes = stackalloc byte[FamilySize + RandomSize];
        if (family is { } id) id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        else bytes = bytes[FamilySize..];
        RandomNumberGenerator.Fill(bytes[^RandomSize..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The family a jti names; null where it names none.</summary>
    public static FamilyId? Family(string jti)
    {
        Span<byte> bytes = stackalloc byte[FamilySize + RandomSize];
        if (!StrictBase64Url.TryDecode(jti, bytes, out var written) || written != bytes.Length) return null;
        return new(new Guid(bytes[..FamilySize], bigEndian: true));
    }
}
