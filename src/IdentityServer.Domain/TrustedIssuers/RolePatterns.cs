using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>
/// Which user id may do what: <see cref="TrustedIssuer.Roles"/>, sorted out. A whole id goes before all patterns, and of those
/// the longest that fits counts, whatever order they were written in.
/// </summary>
public sealed class RolePatterns
{
    /// <summary>At the very end of a pattern: anything may follow.</summary>
    const char Any = '*';

    readonly Dictionary<string, MemberRole> ids = new(StringComparer.Ordinal);
    readonly (string Beginning, MemberRole Role)[] beginnings;

    RolePatterns(IReadOnlyDictionary<string, MemberRole> roles)
    {
        List<(string Beginning, MemberRole Role)> patterns = [];
        foreach (var (id, role) in roles)
        {
            if (IsPattern(id)) patterns.Add((id[..^1], role));
            else ids[id] = role;
        }
        beginnings = [.. patterns.Where(pattern => pattern.Beginning != "").OrderByDescending(pattern => pattern.Beginning.Length)];
    }

    public static RolePatterns Of(IReadOnlyDictionary<string, MemberRole> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return new(roles);
    }

    public static bool IsPattern(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.EndsWith(Any);
    }

    /// <summary>What is wrong with one, in words that follow it; null where nothing is.</summary>
    public static string? Problem(string? id)
    {
        if (!Ids.IsWellFormed(id)) return "must be a user id of 1 to 255 visible ASCII characters, or the beginning of one with * behind it";
        if (id == "*") return "must have something before the *: it would be a role for whomever the issuer lets in";
        return id!.IndexOf(Any, StringComparison.Ordinal) is >= 0 and var at && at < id.Length - 1 ? "must not have a * but at its very end" : null;
    }

    /// <summary>Null for whoever has none.</summary>
    public MemberRole? RoleOf(string userId)
    {
        if (ids.TryGetValue(userId, out var exact)) return exact;
        foreach (var (beginning, role) in beginnings)
            if (userId.StartsWith(beginning, StringComparison.Ordinal)) return role;
        return null;
    }
}
