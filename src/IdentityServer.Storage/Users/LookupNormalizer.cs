using IdentityServer.Domain.Users;
using Microsoft.AspNetCore.Identity;

namespace IdentityServer.Storage.Users;

/// <summary>What a name is looked up by: NFKC, trimmed, upper case. Two spellings that people take for the same are the same.</summary>
internal sealed class LookupNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : UserNames.Normalize(name);

    public string? NormalizeEmail(string? email) => email is null ? null : UserNames.Normalize(email);
}
