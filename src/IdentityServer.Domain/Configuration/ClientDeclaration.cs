using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Configuration;

/// <summary>
/// A client as somebody asks for it, in the words of RFC 7591 §2 and with its defaults. <see cref="ClientRules"/> says
/// whether it may be one.
/// </summary>
public sealed record ClientDeclaration
{
    public required string ClientId { get; init; }

    /// <summary>default, or the id of a hosted user pool.</summary>
    public string Pool { get; init; } = PoolId.Default.Value;

    /// <summary>Null for a client that has none: a public one, or one that shows the token of a trusted issuer.</summary>
    public string? Secret { get; init; }

    /// <summary>What people see; the id where it is null.</summary>
    public string? Name { get; init; }
    public IReadOnlyList<string> RedirectUris { get; init; } = [];
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];
    public string? BackchannelLogoutUri { get; init; }
    public IReadOnlyList<string> GrantTypes { get; init; } = [Protocol.GrantTypes.AuthorizationCode];
    public string AuthMethod { get; init; } = "client_secret_basic";
    /// <summary>Whose tokens are its credential, with trusted_issuer_jwt.</summary>
    public string? TrustedIssuer { get; init; }

    /// <summary>The user id that they have to come to.</summary>
    public string? TrustedSubject { get; init; }
    public string Scope { get; init; } = "openid profile email offline_access";
    public string IdTokenAlgorithm { get; init; } = "RS256";
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
    public string Consent { get; init; } = "remember";
    public string? LogoUri { get; init; }
    public string? PolicyUri { get; init; }
    public string? TosUri { get; init; }
    public string? ClientUri { get; init; }

    /// <summary>The stored credentials stay; <see cref="Secret"/> is not asked for.</summary>
    public bool KeepsSecret { get; init; }

    /// <summary>Null leaves it as it is; a file does not speak of it.</summary>
    public bool? Disabled { get; init; }

    /// <summary>A stored client as a declaration, to change some of it.</summary>
    public static ClientDeclaration Of(Client client) => new()
    {
        ClientId = client.Id.Value,
        Pool = client.PoolId.Value,
        KeepsSecret = true,
        Name = client.Name,
        RedirectUris = client.RedirectUris,
        PostLogoutRedirectUris = client.PostLogoutRedirectUris,
        BackchannelLogoutUri = client.BackchannelLogoutUri,
        GrantTypes = client.GrantTypes,
        AuthMethod = ClientAuthMethods.NameOf(client.AuthMethod),
        TrustedIssuer = client.TrustedIssuer,
        TrustedSubject = client.TrustedSubject,
        Scope = client.Scope.Text,
        IdTokenAlgorithm = client.IdTokenAlgorithm,
        AllowedOrigins = client.AllowedOrigins,
        Consent = ClientRules.ConsentNames[(int)client.Consent],
        LogoUri = client.LogoUri,
        PolicyUri = client.PolicyUri,
        TosUri = client.TosUri,
        ClientUri = client.ClientUri,
    };

    /// <summary>
    /// The client to store, of a declaration that <see cref="ClientRules"/> found right. A live credential with the
    /// same secret stays as it is; another secret replaces all there are.
    /// </summary>
    public Client ToClient(PoolId pool, Client? existing, DateTimeOffset now)
    {
        _ = ClientAuthMethods.TryParse(AuthMethod, out var method);
        _ = ClientRules.TryParseConsent(Consent, out var consent);
        _ = ScopeSet.TryParse(Scope, out var scope);
        return new()
        {
            PoolId = pool,
            Id = new(ClientId),
            Name = Name ?? ClientId,
            AuthMethod = method,
            TrustedIssuer = TrustedIssuer,
            TrustedSubject = TrustedSubject,
            Credentials = CredentialsOver(existing, now),
            RedirectUris = RedirectUris,
            PostLogoutRedirectUris = PostLogoutRedirectUris,
            BackchannelLogoutUri = BackchannelLogoutUri,
            GrantTypes = GrantTypes,
            Scope = scope,
            IdTokenAlgorithm = IdTokenAlgorithm,
            AllowedOrigins = AllowedOrigins,
            Consent = consent,
            LogoUri = LogoUri,
            PolicyUri = PolicyUri,
            TosUri = TosUri,
            ClientUri = ClientUri,
            Disabled = Disabled ?? existing is { Disabled: true },
            CreatedAt = existing?.CreatedAt ?? now,
            Sdk = existing?.Sdk,
            Version = existing?.Version ?? "",
        };
    }

    IReadOnlyList<ClientCredential> CredentialsOver(Client? existing, DateTimeOffset now)
    {
        if (KeepsSecret && existing is not null) return existing.Credentials;
        if (Secret is null) return new List<ClientCredential>();
        return existing is not null && ClientSecret.Matches(existing, Secret, now)
            ? existing.Credentials
            : new List<ClientCredential> { new() { SecretDigest = ClientSecret.DigestOf(Secret), CreatedAt = now } };
    }

    public override string ToString() => $"client {ClientId}";
}
