using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Grants;

/// <summary>What a grant has proved: who the tokens are for and how far they reach.</summary>
public sealed record TokenGrant
{
    /// <summary>Whom the access token is for, with the scope it carries there.</summary>
    public required TokenAudience Audience { get; init; }

    /// <summary>Null for a client's own token.</summary>
    public UserGrant? User { get; init; }

    /// <summary>Of a token exchange.</summary>
    public ExchangedGrant? Exchanged { get; init; }

    public string? RefreshToken { get; init; }
}

/// <summary>The user's side of a grant, as the family keeps it.</summary>
/// <param name="Nonce">Only with the code itself: OIDC Core §12.2.</param>
public sealed record UserGrant(TokenFamily Family, User User, string? Nonce)
{
    public FamilyId FamilyId => Family.Id;
}
