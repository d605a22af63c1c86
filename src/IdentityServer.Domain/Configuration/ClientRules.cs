using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Configuration;

/// <summary>What a client's metadata must be before it is stored, from whichever side it comes: RFC 7591 §2, RFC 9700 §2.1, §2.6.</summary>
public static class ClientRules
{
    const int LongestUri = 2048;
    const int LongestSecret = 256;
    const int LongestIssuer = 2048;

    /// <summary>Algorithms that the key ring has keys for.</summary>
    public static readonly IReadOnlyList<string> Algorithms = ["RS256", "ES256", "EdDSA"];

    public static readonly IReadOnlyList<string> ConsentNames = ["implicit", "remember", "always"];

    /// <summary>Everything that is wrong with it, by the member names of RFC 7591; empty where it may be stored.</summary>
    public static IReadOnlyList<DeclarationProblem> Problems(ClientDeclaration client)
    {
        ProblemList problems = new();
        Check(client, "", problems);
        return problems.All;
    }

    public static bool TryParseConsent(string name, out ConsentPolicy consent)
    {
        (consent, var known) = name switch
        {
            "implicit" => (ConsentPolicy.Implicit, true),
            "remember" => (ConsentPolicy.Remember, true),
            "always" => (ConsentPolicy.Always, true),
            _ => (ConsentPolicy.Remember, false),
        };
        return known;
    }

    internal static void Check(ClientDeclaration client, string path, ProblemList problems)
    {
        string At(string name) => ProblemList.Join(path, name);

        if (!Ids.IsWellFormed(client.ClientId)) problems.Add(At("client_id"), "must be 1 to 255 visible ASCII characters without blanks");
        if (client.Name is { } name && DisplayNames.Problem(name) is { } nameProblem) problems.Add(At("client_name"), nameProblem);

        Check(client.RedirectUris, At("redirect_uris"), RedirectUris.Problem, problems);
        Check(client.PostLogoutRedirectUris, At("post_logout_redirect_uris"), RedirectUris.Problem, problems);
        Check(client.AllowedOrigins, At("allowed_origins"), RedirectUris.OriginProblem, problems);
        Check(client.BackchannelLogoutUri, At("backchannel_logout_uri"), RedirectUris.WebProblem, problems);
        Check(client.LogoUri, At("logo_uri"), RedirectUris.WebProblem, problems);
        Check(client.PolicyUri, At("policy_uri"), RedirectUris.WebProblem, problems);
        Check(client.TosUri, At("tos_uri"), RedirectUris.WebProblem, problems);
        Check(client.ClientUri, At("client_uri"), RedirectUris.WebProblem, problems);

        CheckGrants(client, At, problems);
        CheckProof(client, At, problems);
        if (!ScopeSet.TryParse(client.Scope, out _)) problems.Add(At("scope"), "must be scope tokens separated by blanks, at most 100, in visible ASCII without quotes or backslashes");
        if (!Algorithms.Contains(client.IdTokenAlgorithm)) problems.Add(At("id_token_signed_response_alg"), OneOf(Algorithms));
        if (!TryParseConsent(client.Consent, out _)) problems.Add(At("consent"), OneOf(ConsentNames));
    }

    static void CheckGrants(ClientDeclaration client, Func<string, string> at, ProblemList problems)
    {
        if (client.GrantTypes.Count == 0) problems.Add(at("grant_types"), "must name at least one grant type");
        for (var i = 0; i < client.GrantTypes.Count; i++)
            if (!GrantTypes.Known.Contains(client.GrantTypes[i])) problems.Add($"{at("grant_types")}[{i}]", OneOf(GrantTypes.Known));
        // RFC 7591 §2: flows that redirect need somewhere registered to redirect to.
        if (client.GrantTypes.Contains(GrantTypes.AuthorizationCode) && client.RedirectUris.Count == 0)
            problems.Add(at("redirect_uris"), "must have at least one entry, because the client uses authorization_code");
    }

    static void CheckProof(ClientDeclaration client, Func<string, string> at, ProblemList problems)
    {
        if (!ClientAuthMethods.TryParse(client.AuthMethod, out var method))
        {
            problems.Add(at("token_endpoint_auth_method"), OneOf(ClientAuthMethods.Names));
            return;
        }
        CheckTrust(client, method, at, problems);
        if (method == ClientAuthMethod.None)
        {
            if (client.Secret is not null) problems.Add(at("client_secret"), "must be absent, because the client is public (token_endpoint_auth_method none)");
            // RFC 6749 §4.4: only confidential clients. Who shows somebody else's token has to be known too.
            foreach (var grant in (ReadOnlySpan<string>)[GrantTypes.ClientCredentials, GrantTypes.TokenExchange])
                if (client.GrantTypes.Contains(grant))
                    problems.Add(at("grant_types"), $"must not have {grant}, because the client is public: give it a secret and another token_endpoint_auth_method");
        }
        else if (method == ClientAuthMethod.TrustedIssuerJwt)
        {
            if (client.Secret is not null) problems.Add(at("client_secret"), "must be absent, because the tokens of a trusted issuer are what the client authenticates with");
        }
        else if (!client.KeepsSecret && SecretProblem(client.Secret) is { } problem) problems.Add(at("client_secret"), problem);
    }

    static void CheckTrust(ClientDeclaration client, ClientAuthMethod method, Func<string, string> at, ProblemList problems)
    {
        const string stray = "must be absent, unless token_endpoint_auth_method is trusted_issuer_jwt";
        if (method != ClientAuthMethod.TrustedIssuerJwt)
        {
            if (client.TrustedIssuer is not null) problems.Add(at("trusted_issuer"), stray);
            if (client.TrustedSubject is not null) problems.Add(at("trusted_subject"), stray);
            return;
        }
        if (client.TrustedIssuer is not { Length: > 0 and <= LongestIssuer } issuer || issuer.Any(char.IsControl))
            problems.Add(at("trusted_issuer"), "must be the exact issuer of a trusted issuer, because the client authenticates with its tokens");
        if (!Ids.IsText(client.TrustedSubject))
            problems.Add(at("trusted_subject"), "must be the user id that those tokens come to, of 1 to 255 characters");
    }

    static string? SecretProblem(string? secret)
    {
        if (string.IsNullOrEmpty(secret)) return "must be present, because the client authenticates with it; a public client has token_endpoint_auth_method none";
        if (secret.Length < ClientSecret.ShortestLength) return $"must have at least {ClientSecret.ShortestLength} characters";
        if (secret.Length > LongestSecret) return $"must have at most {LongestSecret} characters";
        // RFC 6749 appendix A.2: VSCHAR.
        foreach (var c in secret)
            if (c is < ' ' or > '~') return "must be visible ASCII";
        return null;
    }

    internal static string OneOf(IEnumerable<string> names) => "must be one of " + string.Join(", ", names);

    static void Check(IReadOnlyList<string> uris, string path, Func<string?, string?> rule, ProblemList problems)
    {
        for (var i = 0; i < uris.Count; i++) Check(uris[i], $"{path}[{i}]", rule, problems);
    }

    static void Check(string? uri, string path, Func<string?, string?> rule, ProblemList problems)
    {
        if (uri is null) return;
        var problem = uri.Length > LongestUri ? $"must have at most {LongestUri} characters" : rule(uri);
        if (problem is not null) problems.Add(path, problem);
    }
}
