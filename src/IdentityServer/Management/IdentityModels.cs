using System.ComponentModel;
using System.Text.Json.Serialization;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Management;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record IdentityRequest
{
    [Description("A token of the issuer that is valid now: its iss and aud are read, its signature is verified, and it is forgotten.")]
    public string? Jwt { get; init; }

    [Description("The exact iss, where no token is at hand.")]
    public string? Issuer { get; init; }

    [Description("What has to be among the aud of tokens; * for any. The aud of the token if absent, and * without one.")]
    public string? PreferredAudience { get; init; }

    [Description("How a user id is made of the claims, such as {sub} or {team}|{claims.user}; {sub} if absent.")]
    public string? UserIdExpression { get; init; }

    [Description("Where the keys are, for an issuer without discovery.")]
    public string? JwksUri { get; init; }

    [Description("Roles (Admin, Member, ReadOnly) by user id; an id with * at its end stands for all that begin so.")]
    public Dictionary<string, string>? Roles { get; init; }

    [Description("Lets browsers with a valid token of this issuer in without a login page, until a date.")]
    public CutoverEntry? Cutover { get; init; }

    public bool? Disabled { get; init; }
}

/// <param name="UserPoolId">The hosted pool in which the user gets a session; absent for the default pool.</param>
/// <param name="Until">And until when.</param>
internal sealed record CutoverEntry(DateTimeOffset Until, string? UserPoolId = null);

/// <param name="IdentityId">Ours; the hosted service has none.</param>
/// <param name="Warnings">What is allowed, and yet worth knowing.</param>
internal sealed record IdentityEntry(
    string IdentityId, string Issuer, string Audience, string UserIdExpression,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? JwksUri,
    IReadOnlyDictionary<string, string> Roles,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CutoverEntry? Cutover,
    bool Disabled, DateTimeOffset CreatedTime, IReadOnlyList<string> Warnings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PreviewEntry? Preview)
{
    public static IdentityEntry Of(TrustedIssuer issuer, PreviewEntry? preview = null) => new(
        issuer.Id, issuer.Issuer, issuer.Audience, issuer.UserIdExpression, issuer.JwksUri, issuer.Roles.ToDictionary(role => role.Key, role => role.Value.ToString()),
        issuer.CutoverUntil is { } until ? new(until, issuer.CutoverPoolId?.Value) : null, issuer.Disabled, issuer.CreatedAt, TrustedIssuerRules.Warnings(issuer), preview);
}

/// <param name="UserId">What the expression makes of the token that was pasted.</param>
/// <param name="Role">What that user may do here; null for nothing.</param>
/// <param name="Claims">The names of the claims in the token, for whoever writes an expression.</param>
internal sealed record PreviewEntry(string UserId, string? Role, IReadOnlyList<string> Claims)
{
    public static PreviewEntry Of(TrustedToken token) => new(token.UserId, token.Role?.ToString(), [.. token.Claims.EnumerateObject().Select(claim => claim.Name)]);
}

/// <param name="Next">For the parameter after; null at the end.</param>
internal sealed record IdentityList(IReadOnlyList<IdentityEntry> Identities, string? Next);
