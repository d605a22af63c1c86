using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Clients;

/// <summary>An SDK client as a client of OAuth: RFC 6749 §2.1, RFC 7591 §2.</summary>
public static class SdkClients
{
    const int MostUris = 50;
    const int LongestUri = 2048;

    static readonly ScopeSet Scope = ScopeSet.TryParse("openid profile email offline_access", out var scope) ? scope : ScopeSet.Empty;

    /// <summary>
    /// The client to store: an application of a hosted pool with redirect URIs is a public client of the authorization code
    /// flow, whose PKCE is what binds its codes; every other one is a client without a grant.
    /// </summary>
    /// <param name="typed">With name, URIs, origins and the SDK face as somebody asked for them.</param>
    /// <param name="pool">Of an application; null for a service.</param>
    public static Client Complete(Client typed, UserPool? pool)
    {
        var mayLogIn = pool is { IsHosted: true } && typed.Sdk is { Kind: SdkClientKind.Application, OauthDisabled: false } && typed.RedirectUris.Count > 0;
        return new()
        {
            PoolId = typed.PoolId,
            Id = typed.Id,
            Name = typed.Name,
            AuthMethod = ClientAuthMethod.None,
            RedirectUris = typed.RedirectUris,
            GrantTypes = mayLogIn ? [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken] : [],
            Scope = mayLogIn ? Scope : ScopeSet.Empty,
            // The page that gets the code calls the token endpoint too.
            AllowedOrigins = [.. typed.AllowedOrigins.Concat(RedirectUris.OriginsOf(typed.RedirectUris)).Distinct(StringComparer.Ordinal)],
            LogoUri = typed.LogoUri,
            Disabled = typed.Disabled,
            CreatedAt = typed.CreatedAt,
            Sdk = typed.Sdk,
            Version = typed.Version,
        };
    }

    /// <summary>The list that is wrong, and why; null where all may be registered.</summary>
    public static (string Member, string Problem)? Flaw(Client typed)
    {
        if (Flaw(typed.RedirectUris, RedirectUris.Problem) is { } uri) return ("oauthConfig.redirectUrls", uri);
        if (Flaw(typed.AllowedOrigins, RedirectUris.OriginProblem) is { } origin) return ("allowedOrigins", origin);
        if (typed.LogoUri is { } logo && Flaw([logo], RedirectUris.WebProblem) is { } link) return ("oauthConfig.logoUrl", link);
        return typed.Sdk?.ChromeExtensionId is { } extension && (extension.Length != 32 || extension.AsSpan().ContainsAnyExceptInRange('a', 'p'))
            ? ("oauthConfig.chromeExtensionId", "must be 32 letters from a to p")
            : null;
    }

    static string? Flaw(IReadOnlyList<string> uris, Func<string?, string?> rule)
    {
        if (uris.Count > MostUris) return $"must have at most {MostUris} entries";
        foreach (var uri in uris)
            if ((uri.Length > LongestUri ? $"must have at most {LongestUri} characters each" : rule(uri)) is { } problem) return problem;
        return null;
    }
}
