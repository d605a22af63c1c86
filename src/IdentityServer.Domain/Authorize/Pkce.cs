using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Authorize;

/// <summary>Proof Key for Code Exchange with S256, the only method here: RFC 7636, RFC 9700 §2.1.1.</summary>
public static class Pkce
{
    public const string S256 = "S256";

    /// <summary>A SHA-256 hash in base64url: 43 characters. RFC 7636 §4.2.</summary>
    public static bool IsChallenge(string text) => text.Length == 43 && IsUnreserved(text, ".~");

    /// <summary>RFC 7636 §4.2: what is sent ahead of a verifier of ours.</summary>
    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>RFC 7636 §4.6: BASE64URL(SHA256(ASCII(code_verifier))) equals the challenge.</summary>
    public static bool Verify(string challenge, string verifier)
    {
        if (verifier.Length is < 43 or > 128 || !IsUnreserved(verifier, "")) return false;
        Span<byte> ascii = stackalloc byte[128];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<char> computed = stackalloc char[43];
        SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(verifier, ascii)], hash);
        Base64Url.EncodeToChars(hash, computed);
        return FixedTime.Equal(computed, challenge);
    }

    static bool IsUnreserved(string text, string except)
    {
        foreach (var c in text)
            if (!(char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~') || except.Contains(c, StringComparison.Ordinal)) return false;
        return true;
    }
}
