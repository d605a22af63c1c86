using System.Globalization;
using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Configuration;

/// <summary>Reads <c>trustedIssuers</c>. Of a URL only the spelling is looked at, as for <see cref="ConnectionReader"/>.</summary>
static class TrustedIssuerReader
{
    public static IReadOnlyList<TrustedIssuerDraft> TrustedIssuers(ObjectReader root, ProblemList problems)
    {
        List<TrustedIssuerDraft> issuers = [];
        HashSet<(string, string)> seen = [];
        foreach (var reader in root.Objects("trustedIssuers"))
        {
            var cutover = reader.Child("cutover");
            TrustedIssuerDraft issuer = new()
            {
                Issuer = reader.Required("issuer"),
                Audience = reader.Text("audience") ?? TrustedIssuer.AnyAudience,
                UserIdExpression = reader.Text("userIdExpression") ?? "{sub}",
                JwksUri = reader.Text("jwksUri"),
                Roles = Roles(reader, problems),
                CutoverPoolId = cutover is null ? null : new(cutover.Text("userPoolId") ?? PoolId.Default.Value),
                CutoverUntil = cutover is null ? null : Moment(cutover, problems),
                Disabled = reader.Flag("disabled"),
            };
            cutover?.Close();
            reader.Close();
            if (issuer.Issuer is { Length: > 0 } url && OutboundUrls.SpellingProblem(url) is { } spelling) problems.Add(reader.At("issuer"), spelling);
            if (issuer.JwksUri is { } keys && OutboundUrls.SpellingProblem(keys) is { } wrong) problems.Add(reader.At("jwksUri"), wrong);
            if (!UserIdExpression.TryParse(issuer.UserIdExpression, out _, out var expression)) problems.Add(reader.At("userIdExpression"), expression);
            if (!seen.Add((issuer.Issuer ?? "", issuer.Audience))) problems.Add(reader.At("audience"), "is trusted from this issuer already in this file");
            issuers.Add(issuer);
        }
        if (issuers.Count > 0) OrganizationReader.NeedsOrganization(root, "trustedIssuers", problems);
        return issuers;
    }

    static Dictionary<string, MemberRole> Roles(ObjectReader reader, ProblemList problems)
    {
        Dictionary<string, MemberRole> roles = new(StringComparer.Ordinal);
        foreach (var (id, name) in ConnectionReader.Texts(reader, "roles", problems) ?? new Dictionary<string, string>())
        {
            if (Enum.TryParse<MemberRole>(name, ignoreCase: false, out var role) && role.ToString() == name) roles[id] = role;
            else problems.Add(ProblemList.Join(reader.At("roles"), id), "must be Admin, Member or ReadOnly");
        }
        return roles;
    }

    static DateTimeOffset? Moment(ObjectReader reader, ProblemList problems)
    {
        if (DateTimeOffset.TryParse(reader.Required("until"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return moment;
        problems.Add(reader.At("until"), "must be a date and a time, such as 2031-06-30T00:00:00Z");
        return null;
    }
}
