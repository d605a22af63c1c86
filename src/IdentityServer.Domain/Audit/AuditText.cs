using System.Globalization;
using System.Text;

namespace IdentityServer.Domain.Audit;

/// <summary>
/// Text of strangers, made fit for one line of a log: nothing that breaks a line, hides or turns what follows, or that
/// some database cannot hold. ASVS 16.4.1, CWE-117.
/// </summary>
public static class AuditText
{
    /// <summary>At most so many UTF-16 units; what is not to be shown becomes U+FFFD.</summary>
    public static string Of(string text, int longest)
    {
        var made = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = IsPlain(rune) ? rune : Rune.ReplacementChar;
            if (made.Length + shown.Utf16SequenceLength > longest) break;
            made.Append(shown);
        }
        return made.ToString();
    }

    // Format characters turn the direction of what follows, or are not to be seen at all.
    static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
