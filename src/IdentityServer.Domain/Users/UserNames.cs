using System.Globalization;
using System.Text;

namespace IdentityServer.Domain.Users;

/// <summary>Usernames: what may be one, and which spellings are the same one. RFC 8265 §3.3 in spirit.</summary>
public static class UserNames
{
    public const int Longest = 256;

    // Longer than any name grows by normalization is not worth the work.
    const int LongestRead = 1024;

    /// <summary>What is stored and looked up: NFKC, trimmed, upper case. Empty, which is nobody's, for what is not text.</summary>
    public static string Normalize(string? text)
    {
        if (text is not { Length: > 0 and <= LongestRead } || !IsText(text)) return "";
        // Upper case can open a new composition, so the form is taken again; twice is a fixed point.
        return text.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant().Normalize(NormalizationForm.FormKC).Trim();
    }

    /// <summary>Null where it may be a username, else why not.</summary>
    public static string? Problem(string? username)
    {
        if (string.IsNullOrWhiteSpace(username)) return "must not be empty";
        if (!IsText(username)) return "must be text without NUL and without half characters";
        foreach (var rune in username.EnumerateRunes())
            if (IsInvisible(rune)) return "must not contain control characters or invisible characters";
        return username.Length > Longest || Normalize(username).Length is 0 or > Longest ? $"must have at most {Longest} characters" : null;
    }

    internal static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    /// <summary>No NUL, which PostgreSQL cannot hold, no half of a surrogate pair, which has no UTF-8, and no U+FFFE, which cannot be normalized.</summary>
    static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\0' or '\uFFFE') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
