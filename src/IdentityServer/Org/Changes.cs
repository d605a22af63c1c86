namespace IdentityServer.Org;

/// <summary>What the audit log says of a change: of each field that is another now, what it was and what it is. ASVS 16.2.1.</summary>
internal static class Changes
{
    public static (string, string?)[] Of(params ReadOnlySpan<(string Field, string? Before, string? After)> fields)
    {
        List<(string, string?)> changed = [];
        foreach (var (field, before, after) in fields)
        {
            if (before == after) continue;
            changed.Add((field + ".before", before ?? ""));
            changed.Add((field + ".after", after ?? ""));
        }
        return [.. changed];
    }
}
