using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Grants;

/// <summary>
/// Everything one authorization yields, in one row: a code that is accepted once, then a line of refresh tokens of
/// which only the newest counts. Because the row is one, spending the code and starting the line is one conditional
/// statement, rotation is another, and revoking it ends all of it at once. RFC 6749 §4.1.2, RFC 9700 §4.14.2.
/// </summary>
public sealed class TokenFamily
{
    public required PoolId PoolId { get; init; }
    public required FamilyId Id { get; init; }
    public required ClientId ClientId { get; init; }
    public required UserId UserId { get; init; }
    public required SessionId SessionId { get; init; }

    /// <summary>The user's <see cref="Users.User.SecurityStamp"/> when it began; another one now means a credential has changed since.</summary>
    public required string SecurityStamp { get; init; }
    public required ScopeSet Scope { get; init; }

    /// <summary>RFC 8707 identifiers that access tokens may name.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The <c>claims</c> request parameter, if any: OIDC Core §5.5.</summary>
    public string? ClaimsRequest { get; init; }
    public string? Nonce { get; init; }
    public string? Acr { get; init; }
    public required string Amr { get; init; }
    public required DateTimeOffset AuthTime { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    // The code.
    public required HandleDigest CodeDigest { get; init; }
    public required DateTimeOffset CodeExpiresAt { get; init; }
    public required string RedirectUri { get; init; }

    /// <summary>PKCE S256: RFC 7636 §4.2.</summary>
    public required string CodeChallenge { get; init; }
    public DateTimeOffset? CodeTakenAt { get; set; }

    /// <summary>Redemptions with a wrong verifier; a few are an accident, more are guesses.</summary>
    public int WrongVerifiers { get; set; }

    // The line of refresh tokens.
    /// <summary>Number of the newest refresh token; 0 means that there is none.</summary>
    public int Generation { get; set; }

    /// <summary>When the newest was made.</summary>
    public DateTimeOffset? RotatedAt { get; set; }

    /// <summary>Absolute end of the line; use does not extend it.</summary>
    public DateTimeOffset? RefreshExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Whether it outlives its session: OIDC Core §11, Back-Channel Logout §2.7.</summary>
    public required bool Offline { get; init; }
}
