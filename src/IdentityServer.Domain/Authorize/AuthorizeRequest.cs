using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Authorize;

/// <summary>An authorization request that has passed every rule: RFC 6749 §4.1.1, OIDC Core §3.1.2.1.</summary>
public sealed record AuthorizeRequest
{
    public required Client Client { get; init; }
    public required AnswerAddress Answer { get; init; }

    /// <summary>What may be granted: asked for, and registered for the client.</summary>
    public required ScopeSet Scope { get; init; }
    public IReadOnlyList<string> Resources { get; init; } = [];
    public required string CodeChallenge { get; init; }
    public string? Nonce { get; init; }
    public Prompts Prompts { get; init; }
    public TimeSpan? MaxAge { get; init; }
    public string? LoginHint { get; init; }
    public string? ClaimsText { get; init; }
    public ClaimsRequest Claims { get; init; } = ClaimsRequest.Nothing;

    /// <summary>
    /// What the user has to agree to: the scope, and the scopes whose claims are asked for by name. Asking for a claim in
    /// another way takes no other permission: OIDC Core §5.5, §3.1.2.4.
    /// </summary>
    public ScopeSet ConsentScope => Scope.Union(UserClaims.ScopesOf(Claims.UserInfo.Concat(Claims.IdToken), Client.Scope));

    /// <summary>Whom id_token_hint, or the value that claims asks of sub, names; nobody else is answered for: OIDC Core §3.1.2.2.</summary>
    public UserId? HintedUser { get; init; }
}

/// <summary>Where and how an authorization answer goes.</summary>
/// <param name="RedirectUri">The one asked for, which is registered.</param>
/// <param name="State">Returned byte for byte: RFC 6749 §4.1.2.</param>
public sealed record AnswerAddress(string RedirectUri, ResponseMode Mode, string? State);
