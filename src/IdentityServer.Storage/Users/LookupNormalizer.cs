using System.Text;
using Microsoft.AspNetCore.Identity;

namespace IdentityServer.Storage.Users;

/// <summary>What a name is looked up by: NFKC, trimmed, upper case. Two spellings that people take for the same are the same.</summary>
internal sealed class LookupNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => Normalize(name);

    public string? NormalizeEmail(string? email) => Normalize(email);

    /// <summary>Empty, which is nobody's, for what is not text.</summary>
    internal static string? Normalize(string? text)
    {
        if (text is null) return null;
        if (!StorableText.Is(text)) return "";
        return text.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant();
    }
}
