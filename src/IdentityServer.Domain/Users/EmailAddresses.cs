using System.Text;

namespace IdentityServer.Domain.Users;

/// <summary>The shape of an e-mail address; whether it works only a message can tell. RFC 5321 §4.1.2, §4.5.3.1.</summary>
public static class EmailAddresses
{
    const int Longest = 254;
    const int LongestLocalPart = 64;

    /// <summary>What is looked up: as for <see cref="UserNames.Normalize"/>.</summary>
    public static string Normalize(string? address) => UserNames.Normalize(address);

    /// <summary>Null where it looks like an address, else why not.</summary>
    public static string? Problem(string? address)
    {
        const string shape = "must be an e-mail address such as alice@example.com";
        if (string.IsNullOrEmpty(address)) return "must not be empty";
        if (address.Length > Longest) return $"must have at most {Longest} characters";
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > LongestLocalPart || at != address.LastIndexOf('@')) return shape;
        foreach (var rune in address.EnumerateRunes())
            if (Rune.IsWhiteSpace(rune) || rune == Rune.ReplacementChar || UserNames.IsInvisible(rune) || rune.Value is '<' or '>' or ',' or ';' or '"' or '\\' or '(' or ')') return shape;
        foreach (var label in address[(at + 1)..].Split('.'))
        {
            if (label is "" or ['-', ..] or [.., '-']) return shape;
            foreach (var rune in label.EnumerateRunes())
                if (!Rune.IsLetterOrDigit(rune) && rune.Value != '-') return shape;
        }
        return null;
    }
}
