namespace IdentityServer.Storage;

/// <summary>Text that every database can hold. What a person typed may not be; then no row has it, and asking would be an error.</summary>
internal static class StorableText
{
    /// <summary>No NUL (PostgreSQL refuses it) and no half of a surrogate pair (it has no UTF-8).</summary>
    public static bool Is(string? text)
    {
        if (text is null || text.Contains('\0', StringComparison.Ordinal)) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
