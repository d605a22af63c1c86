using IdentityServer.Domain.Organizations;

namespace IdentityServer.Pages.Admin;

/// <summary>Roles as people write them into a field: a line for each, the user id, an equals sign and the role.</summary>
static class RoleLines
{
    public static string Write(IReadOnlyDictionary<string, MemberRole> roles) =>
        string.Join('\n', roles.OrderBy(role => role.Key, StringComparer.Ordinal).Select(role => $"{role.Key} = {role.Value}"));

    /// <summary>Null where all lines are right; else what is wrong with the first that is not.</summary>
    public static string? Read(string? text, out Dictionary<string, MemberRole> roles)
    {
        roles = new(StringComparer.Ordinal);
        var lines = (text ?? "").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0) continue;
            // A user id may have an equals sign in it, and a role never has.
            var at = line.LastIndexOf('=');
            if (at < 0) return $"Line {i + 1} has no equals sign. Write it as: user id = ReadOnly.";
            var (id, word) = (line[..at].TrimEnd(), line[(at + 1)..].TrimStart());
            if (id.Length == 0) return $"Line {i + 1} has no user id before the equals sign.";
            if (Array.Find(Enum.GetValues<MemberRole>(), role => role.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)) is var role && !role.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
                return $"Line {i + 1} has no role after the equals sign: ReadOnly, Member or Admin.";
            if (!roles.TryAdd(id, role)) return $"Line {i + 1} has a user id that stands above already.";
        }
        return null;
    }
}
