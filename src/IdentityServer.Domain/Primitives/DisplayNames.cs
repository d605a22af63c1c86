namespace IdentityServer.Domain.Primitives;

/// <summary>Names and descriptions that people give to things, and that other people are shown. ASVS 1.2.</summary>
public static class DisplayNames
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 256;

    /// <summary>Characters of a description.</summary>
    public const int LongestDescription = 2048;

    /// <summary>Null where the name may be given, else why not.</summary>
    public static string? Problem(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return "must not be empty";
        foreach (var c in name)
            if (char.IsControl(c)) return "must not contain control characters";
        return name.Length > LongestName ? $"must have at most {LongestName} characters" : null;
    }

    /// <summary>The same for a text of several lines, which may be empty.</summary>
    public static string? DescriptionProblem(string text)
    {
        foreach (var c in text)
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) return "must not contain control characters";
        return text.Length > LongestDescription ? $"must have at most {LongestDescription} characters" : null;
    }
}
