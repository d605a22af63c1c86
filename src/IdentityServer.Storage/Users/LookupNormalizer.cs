using IdentityServer.Domain.Users;
using Microsoft.AspNetCore.Identity;

namespace IdentityServer.Storage.Users;

/// <summary>What a name is looked up by is the Domain's to say: <see cref="UserNames.Normalize"/>.</summary>
internal sealed class LookupNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => Normalize(name);

    public string? NormalizeEmail(string? email) => Normalize(email);

    /// <summary>Empty, which is nobody's, for what is not text.</summary>
    internal static string? Normalize(string? text)
    {
        if (text is null) return null;
        return StorableText.Is(text) ? UserNames.Normalize(text) : "";
    }
}
