using System.Text.RegularExpressions;
using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Connections;

/// <summary>What may stand in a <see cref="Connection"/>. RFC 9700 §4.4, OIDC Core §3.1.2.1.</summary>
/// <param name="root">The pool at the root of the issuer.</param>
public sealed partial class ConnectionRules(OutboundUrls urls, Pool root)
{
    const int LongestIssuer = 400;
    const int LongestSecret = 4096;
    const int MostParameters = 10;

    /// <summary>What every authorization request of ours says itself.</summary>
    static readonly string[] Reserved =
    [
        "client_id", "client_secret", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
        "request", "request_uri", "prompt", "max_age", "login_hint", "id_token_hint", "acr_values", "claims",
    ];

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex Id();

    /// <summary>The member that is wrong, as the API has it, and why in words that follow its name; null where all may stay.</summary>
    public (string Member, string Problem)? Flaw(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return ShapeFlaw(connection) ?? (connection.Kind == ConnectionKind.Oidc
            ? Called("issuerUrl", connection.Issuer) ?? (IsOurs(connection.Issuer) ? ("issuerUrl", "must not be an issuer of this server") : null)
            : Called("authenticationUrl", connection.AuthorizationUrl) ?? Called("tokenUrl", connection.TokenUrl) ?? Called("oidcUserEndpointUrl", connection.UserInfoUrl));
    }

    /// <summary>The same as far as it can be told without knowing this server and what its operator allows.</summary>
    public static (string Member, string Problem)? ShapeFlaw(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!Id().IsMatch(connection.Id)) return ("connectionId", "must be 1 to 64 letters, digits, hyphens and underscores");
        if (DisplayNames.Problem(connection.Name) is { } name) return ("name", name);
        if (AddressFlaw(connection) is { } address) return address;
        if (connection.ClientId.Length is 0 or > LongestIssuer || connection.ClientId.Any(c => c is < ' ' or > '~')) return ("clientId", $"must be 1 to {LongestIssuer} visible ASCII characters: the provider gives it out");
        if (!ScopeSet.TryParse(connection.Scope, out var scope)) return ("scope", "must be names with single blanks between them");
        if (connection.Kind == ConnectionKind.Oidc && !scope.Contains(ScopeSet.OpenId)) return ("scope", "must have openid, without which there is no ID token");
        if (SecretFlaw(connection) is { } secret) return secret;
        if (!UserIdExpression.TryParse(connection.SubjectExpression, out _, out var expression)) return ("userIdExpression", expression);
        foreach (var (claim, path) in connection.ClaimPaths)
        {
            if (!ClaimMapping.Names.Contains(claim)) return ("claims", "must name standard claims alone, such as name, email or picture: the others are not a provider's to set");
            if (!ClaimPath.TryParse(path, out _)) return ("claims", "must have the name of a claim on the right, or names with single dots between them");
        }
        return ParameterFlaw(connection.AuthorizationParameters);
    }

    static (string, string)? AddressFlaw(Connection connection)
    {
        if (connection.Issuer.Length > LongestIssuer) return (connection.Kind == ConnectionKind.Oidc ? "issuerUrl" : "oidcUserEndpointUrl", $"must have at most {LongestIssuer} characters");
        if (connection.Kind == ConnectionKind.Oidc)
        {
            if (OutboundUrls.SpellingProblem(connection.Issuer) is { } spelling) return ("issuerUrl", spelling);
            return connection.Issuer.Contains('?', StringComparison.Ordinal) ? ("issuerUrl", "must not have a query") : null;
        }
        foreach (var (member, url) in (ReadOnlySpan<(string, string?)>)[("authenticationUrl", connection.AuthorizationUrl), ("tokenUrl", connection.TokenUrl), ("oidcUserEndpointUrl", connection.UserInfoUrl)])
            if (OutboundUrls.SpellingProblem(url) is { } spelling) return (member, spelling);
        return connection.Issuer == connection.UserInfoUrl ? null : ("oidcUserEndpointUrl", "must stay what it was: the users' identities hang on it");
    }

    static (string, string)? SecretFlaw(Connection connection) => (connection.AuthMethod, connection.SealedClientSecret) switch
    {
        (UpstreamAuthMethod.ClientSecretBasic or UpstreamAuthMethod.ClientSecretPost, null) => ("clientSecret", "must be there: the provider gives it out with the clientId"),
        (UpstreamAuthMethod.PrivateKeyJwt or UpstreamAuthMethod.None, not null) => ("clientSecret", "must not be there: with this tokenEndpointAuthMethod none is sent"),
        _ => null,
    };

    static (string, string)? ParameterFlaw(IReadOnlyDictionary<string, string> parameters)
    {
        if (parameters.Count > MostParameters) return ("authorizationParameters", $"must be {MostParameters} at most");
        foreach (var (name, value) in parameters)
        {
            if (!Id().IsMatch(name) || Reserved.Contains(name)) return ("authorizationParameters", "must have names of letters, digits, hyphens and underscores, and none that every authorization request has by itself");
            if (value.Length > 255 || value.Any(c => c is < ' ' or > '~')) return ("authorizationParameters", "must have values of at most 255 visible ASCII characters");
            if (name == "response_mode" && value is not ("query" or "form_post")) return ("authorizationParameters", "must have query or form_post as its response_mode");
        }
        return null;
    }

    /// <summary>Null where the secret may be kept.</summary>
    public static (string Member, string Problem)? SecretProblem(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return secret.Length is 0 or > LongestSecret || secret.Any(c => c is < ' ' or > '~') ? ("clientSecret", $"must be 1 to {LongestSecret} visible ASCII characters") : null;
    }

    (string, string)? Called(string member, string? url) => urls.TryRead(url, out _, out var forbidden) ? null : (member, forbidden);

    bool IsOurs(string issuer) => issuer.Equals(root.Issuer, StringComparison.OrdinalIgnoreCase) || issuer.StartsWith(root.Issuer + "/", StringComparison.OrdinalIgnoreCase);
}
