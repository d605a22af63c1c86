using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>What may stand in a <see cref="TrustedIssuer"/>, and what is allowed and yet worth a warning. RFC 8725 §3.8, §3.9.</summary>
/// <param name="root">The pool at the root of the issuer.</param>
public sealed class TrustedIssuerRules(OutboundUrls urls, Pool root)
{
    /// <summary>Characters of the longest issuer and audience.</summary>
    public const int MaxLength = 400;

    public const int MaxRoles = 100;

    /// <summary>A cutover is over so long after its trusted issuer was made.</summary>
    public static readonly TimeSpan LongestCutover = TimeSpan.FromDays(366);

    const string OfAnyAudience = "Any token of this issuer counts, whoever it was made for: also one that was made for another application and that its operators have.";

    /// <summary>The member that is wrong, and why in words that follow its name; null where all may stay.</summary>
    public (string Member, string Problem)? Flaw(TrustedIssuer issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        if (IssuerProblem(issuer) is { } name) return ("issuer", name);
        if (AudienceProblem(issuer.Audience) is { } audience) return ("audience", audience);
        if (!UserIdExpression.TryParse(issuer.UserIdExpression, out _, out var expression)) return ("userIdExpression", expression);
        if (issuer.JwksUri is { } uri && !urls.TryRead(uri, out _, out var forbidden)) return ("jwksUri", forbidden);
        if (RolesProblem(issuer) is { } roles) return ("roles", roles);
        return CutoverFlaw(issuer);
    }

    /// <summary>What its owners should know, in whole sentences.</summary>
    public static IReadOnlyList<string> Warnings(TrustedIssuer issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        List<string> warnings = [];
        if (issuer.Audience == TrustedIssuer.AnyAudience) warnings.Add(OfAnyAudience);
        foreach (var (id, role) in issuer.Roles.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (RolePatterns.IsPattern(id)) warnings.Add($"Whoever can choose, at the issuer, an id that begins with {id[..^1]} has the role {role}.");
        return warnings;
    }

    string? IssuerProblem(TrustedIssuer issuer)
    {
        var text = issuer.Issuer;
        if (text is { Length: > MaxLength }) return $"must have at most {MaxLength} characters";
        if (OutboundUrls.SpellingProblem(text) is { } spelling) return spelling;
        // Discovery §3: neither query nor fragment; the fragment is refused with the spelling.
        if (text.Contains('?', StringComparison.Ordinal)) return "must not have a query";
        var url = new Uri(text, UriKind.Absolute);
        if (IsOurs(text) || IsOurs(url.AbsoluteUri)) return "must not be an issuer of this server";
        // Of an issuer whose keys are elsewhere nothing is called, so it may be a name within somebody's cluster.
        if (issuer.JwksUri is null) return urls.TryRead(text, out _, out var forbidden) ? null : forbidden + ", or jwksUri must say where the keys are";
        return url.Scheme == "https" || urls.IsListed(url.IdnHost, url.Port) ? null : "must use https";
    }

    bool IsOurs(string issuer) =>
        issuer.Equals(root.Issuer, StringComparison.OrdinalIgnoreCase) || issuer.StartsWith(root.Issuer + "/", StringComparison.OrdinalIgnoreCase);

    static string? AudienceProblem(string? audience)
    {
        if (audience is not { Length: > 0 and <= MaxLength }) return $"must have 1 to {MaxLength} characters, or be * for any";
        // What no database folds or trims: two audiences are two, byte for byte.
        return audience.Any(c => c is < ' ' or > '~') || audience[0] == ' ' || audience[^1] == ' ' ? "must be visible ASCII without a blank at either end" : null;
    }

    static string? RolesProblem(TrustedIssuer issuer)
    {
        if (issuer.Roles.Count > MaxRoles) return $"must have at most {MaxRoles} entries";
        foreach (var (id, role) in issuer.Roles)
        {
            if (RolePatterns.Problem(id) is { } problem) return $"has an entry that {problem}";
            if (!Enum.IsDefined(role)) return "has an entry with a role that there is not";
            if (issuer.Audience == TrustedIssuer.AnyAudience && RolePatterns.IsPattern(id) && role > MemberRole.ReadOnly)
                return "must not have a pattern above ReadOnly while any audience is accepted: name the audience, or whole ids";
        }
        return null;
    }

    static (string Member, string Problem)? CutoverFlaw(TrustedIssuer issuer)
    {
        if (issuer.CutoverPoolId is null != issuer.CutoverUntil is null) return ("cutover", "must have both the pool and the time until which");
        return issuer.CutoverUntil > issuer.CreatedAt + LongestCutover ? ("cutover", "must end within 366 days of the day on which the trusted issuer was added") : null;
    }
}
