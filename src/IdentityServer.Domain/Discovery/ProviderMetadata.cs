namespace IdentityServer.Domain.Discovery;

/// <summary>What somebody else's OpenID provider says of itself: Discovery §3, RFC 8414 §2. Believed only where it names the issuer that was asked (§4.3).</summary>
public sealed record ProviderMetadata
{
    public required string Issuer { get; init; }
    public required string JwksUri { get; init; }

    /// <summary>Null where it signs tokens and logs nobody in, such as a CI system.</summary>
    public string? AuthorizationEndpoint { get; init; }
    public string? TokenEndpoint { get; init; }
    public string? UserInfoEndpoint { get; init; }
    public string? EndSessionEndpoint { get; init; }

    /// <summary>token_endpoint_auth_methods_supported; client_secret_basic where it says nothing.</summary>
    public IReadOnlyList<string> AuthMethods { get; init; } = ["client_secret_basic"];

    /// <summary>id_token_signing_alg_values_supported.</summary>
    public IReadOnlyList<string> IdTokenAlgorithms { get; init; } = [];

    /// <summary>Whether its answers have <c>iss</c>, which then has to be there: RFC 9207 §2.4.</summary>
    public bool SendsIssuer { get; init; }
}
