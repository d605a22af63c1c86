namespace IdentityServer.Pages.Admin;

/// <summary>A field with its label, what to know before and what is wrong, all tied together for those who cannot see it.</summary>
/// <param name="Rows">Of a text of several lines; 0 for a single one.</param>
sealed record FormField(string Name, string Label, string? Value = null, string? Hint = null, string? Error = null, int Rows = 0)
{
    /// <summary>Several forms on a page may have a field of the same name.</summary>
    public string Id { get; init; } = Name;
    public string Type { get; init; } = "text";
    public string AutoComplete { get; init; } = "off";
    public string? Placeholder { get; init; }
    public bool IsRequired { get; init; }
    public bool IsCode { get; init; }
    public bool HasFocus { get; init; }

    public string? DescribedBy
    {
        get
        {
            var ids = string.Join(' ', new[] { Error is null ? null : Id + "-error", Hint is null ? null : Id + "-hint" }.OfType<string>());
            return ids.Length == 0 ? null : ids;
        }
    }
}
