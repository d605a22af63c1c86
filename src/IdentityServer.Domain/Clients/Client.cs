using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Clients;

/// <summary>Something that calls us: the metadata of RFC 7591 §2 and OIDC Registration §2. Immutable once read; changes make a new one.</summary>
public sealed class Client
{
    public required PoolId PoolId { get; init; }
    public required ClientId Id { get; init; }
    public required string Name { get; init; }
    public ClientAuthMethod AuthMethod { get; init; } = ClientAuthMethod.ClientSecretBasic;

    /// <summary>A list that can grow: the archive fills the one it finds.</summary>
    public IReadOnlyList<ClientCredential> Credentials { get; init; } = new List<ClientCredential>();

    /// <summary>Exact strings: RFC 9700 §2.1.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];
    public string? BackchannelLogoutUri { get; init; }
    public IReadOnlyList<string> GrantTypes { get; init; } = [Protocol.GrantTypes.AuthorizationCode];
    public ScopeSet Scope { get; init; } = ScopeSet.Empty;

    /// <summary>JWS algorithm of its ID tokens: OIDC Core §2, OIDC Registration §2 (RS256 unless it says otherwise).</summary>
    public string IdTokenAlgorithm { get; init; } = "RS256";

    /// <summary>Web origins that may read our answers with this client: Fetch Standard, CORS protocol.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
    public ConsentPolicy Consent { get; init; } = ConsentPolicy.Remember;
    public string? LogoUri { get; init; }
    public string? PolicyUri { get; init; }
    public string? TosUri { get; init; }
    public string? ClientUri { get; init; }
    public bool Disabled { get; init; }

    /// <summary>Whose tokens are its credential, for <c>trusted_issuer_jwt</c>: the exact issuer of a trusted issuer of its organization.</summary>
    public string? TrustedIssuer { get; init; }

    /// <summary>The user id that those tokens have to come to.</summary>
    public string? TrustedSubject { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its face as an SDK client of an organization; null where it has none.</summary>
    public SdkFace? Sdk { get; init; }

    /// <summary>A new one with every change through an API: RFC 9110 §8.8.3.</summary>
    public string Version { get; init; } = "";

    /// <summary>RFC 6749 §2.1.</summary>
    public bool IsPublic => AuthMethod == ClientAuthMethod.None;

    public bool MayUse(string grantType)
    {
        foreach (var allowed in GrantTypes)
            if (allowed == grantType) return true;
        return false;
    }
}
