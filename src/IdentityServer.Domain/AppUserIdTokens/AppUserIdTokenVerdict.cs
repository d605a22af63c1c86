using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>Either what a token says, believed, or the first thing that is wrong with it.</summary>
/// <param name="Detail">More of the flaw, for log and explanation; nothing of the token.</param>
public readonly record struct AppUserIdTokenVerdict(BelievedToken? Token, TokenFlaw? Flaw, string? Detail = null)
{
    /// <summary>True with the token, false with the flaw.</summary>
    public bool Try([NotNullWhen(true)] out BelievedToken? token, [NotNullWhen(false)] out TokenFlaw? flaw)
    {
        // Whoever has neither believes nothing.
        (token, flaw) = (Flaw is null ? Token : null, Token is null ? Flaw ?? TokenFlaw.NotAJwt : Flaw);
        return token is not null;
    }

    public static implicit operator AppUserIdTokenVerdict(TokenFlaw flaw) => new(null, flaw);

    public static AppUserIdTokenVerdict FromTokenFlaw(TokenFlaw flaw) => flaw;
}

/// <summary>A token that counts at this moment.</summary>
/// <param name="AppUserId">What the pool's id claim says: 1 to 255 characters without control characters.</param>
/// <param name="Issuer">The <c>iss</c>, where there is one; believed only as far as the pool pins it.</param>
/// <param name="ExpiresAt">Its <c>exp</c>; it may have passed by up to a minute.</param>
/// <param name="Claims">All claims.</param>
public sealed record BelievedToken(string AppUserId, PoolId UserPoolId, string? Issuer, DateTimeOffset ExpiresAt, JsonElement Claims);
