using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IdentityServer.Domain.Organizations;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>Either what a token of a trusted issuer says, believed, or the first thing that is wrong with it.</summary>
/// <param name="Detail">More of the flaw, for log and explanation; nothing of the token but names of claims.</param>
public readonly record struct TrustedVerdict(TrustedToken? Token, TrustedFlaw? Flaw, string? Detail = null)
{
    /// <summary>True with the token, false with the flaw.</summary>
    public bool Try([NotNullWhen(true)] out TrustedToken? token, [NotNullWhen(false)] out TrustedFlaw? flaw)
    {
        // Whoever has neither believes nothing.
        (token, flaw) = (Flaw is null ? Token : null, Token is null ? Flaw ?? TrustedFlaw.NotAJwt : Flaw);
        return token is not null;
    }

    public static implicit operator TrustedVerdict(TrustedFlaw flaw) => new(null, flaw);

    public static TrustedVerdict FromTrustedFlaw(TrustedFlaw flaw) => flaw;
}

/// <summary>A token of a trusted issuer that counts at this moment.</summary>
/// <param name="UserId">What the expression makes of the claims: 1 to 255 visible ASCII characters.</param>
/// <param name="Role">Null for whoever has none in the organization.</param>
/// <param name="ExpiresAt">Its <c>exp</c>; it may have passed by up to a minute.</param>
/// <param name="Claims">All claims.</param>
/// <param name="Jti">Its <c>jti</c>, where that is a string: RFC 7519 §4.1.7.</param>
public sealed record TrustedToken(TrustedIssuer Issuer, string UserId, MemberRole? Role, DateTimeOffset ExpiresAt, JsonElement Claims, string? Jti)
{
    /// <summary>Without the claims.</summary>
    public override string ToString() => $"{UserId} of {Issuer.Id}";
}
