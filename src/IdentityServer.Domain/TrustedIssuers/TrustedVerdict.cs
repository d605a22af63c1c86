using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IdentityServer.Domain.Organizations;

namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>Either what a token says, believed, or the first thing that is wrong with it.</summary>
public readonly record struct TrustedVerdict(TrustedToken? Token, string? Flaw)
{
    /// <summary>True with the token, false with the flaw.</summary>
    public bool Try([NotNullWhen(true)] out TrustedToken? token, [NotNullWhen(false)] out string? flaw)
    {
        (token, flaw) = (Token, Token is null ? Flaw ?? "unknown" : null);
        return token is not null;
    }
}

/// <summary>A token of a trusted issuer that counts at this moment.</summary>
public sealed record TrustedToken(TrustedIssuer Issuer, string UserId, MemberRole? Role, DateTimeOffset ExpiresAt, JsonElement Claims);
