using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Connections;

/// <summary>
/// Somewhere else where users of a pool can log in: an OpenID provider (OIDC Core §3.1), or an OAuth 2.0 server with an address
/// that tells who the user is. Immutable once read; changes make a new one.
/// </summary>
public sealed record Connection
{
    public const string UsualScope = "openid profile email";

    public required PoolId PoolId { get; init; }

    /// <summary>1 to 64 letters, digits, hyphens and underscores; part of its callback's address.</summary>
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }

    /// <summary>On the button.</summary>
    public required string Name { get; init; }
    public required ConnectionKind Kind { get; init; }

    /// <summary>The preset it was made with, whose emblem it shows; null for none.</summary>
    public string? Preset { get; init; }

    /// <summary>
    /// Whose users these are: the exact <c>iss</c> of an OpenID provider, whose discovery document tells the rest; of an OAuth 2.0
    /// server its <see cref="UserInfoUrl"/>. It never changes, for the users' identities hang on it.
    /// </summary>
    public required string Issuer { get; init; }

    /// <summary>OAuth 2.0 only: RFC 6749 §3.1.</summary>
    public string? AuthorizationUrl { get; init; }

    /// <summary>OAuth 2.0 only: RFC 6749 §3.2.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>OAuth 2.0 only: what tells, as JSON, who an access token is of.</summary>
    public string? UserInfoUrl { get; init; }

    /// <summary>Our name there.</summary>
    public required string ClientId { get; init; }

    /// <summary>Sealed; null where there is none.</summary>
    public string? SealedClientSecret { get; init; }
    public UpstreamAuthMethod AuthMethod { get; init; } = UpstreamAuthMethod.ClientSecretBasic;

    /// <summary>Space-delimited, as it is asked for.</summary>
    public string Scope { get; init; } = UsualScope;

    /// <summary>What some providers want beside the standard's own parameters, such as <c>response_mode</c>.</summary>
    public IReadOnlyDictionary<string, string> AuthorizationParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>How the identity's subject is made of the provider's claims.</summary>
    public string SubjectExpression { get; init; } = "{sub}";

    /// <summary>Standard claims by the path of the provider's claim they are taken from; what is not here is taken under its own name.</summary>
    public IReadOnlyDictionary<string, string> ClaimPaths { get; init; } = new Dictionary<string, string>();
    public LinkingPolicy Linking { get; init; } = LinkingPolicy.Off;

    /// <summary>Whether the provider's tokens are kept, sealed, for the user's own application.</summary>
    public bool KeepsTokens { get; init; }

    /// <summary>Whether signing out here signs out there: RP-Initiated Logout §2.</summary>
    public bool EndsSessionThere { get; init; }
    public bool Disabled { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A new one with every change: RFC 9110 §8.8.3.</summary>
    public required string Version { get; init; }
}
