namespace IdentityServer.Domain.Clients;

/// <summary>token_endpoint_auth_method: RFC 7591 §2, OIDC Core §9.</summary>
public enum ClientAuthMethod
{
    /// <summary>A public client; PKCE is what binds its codes.</summary>
    None,
    ClientSecretBasic,
    ClientSecretPost,

    /// <summary>A token of a trusted issuer, such as the one that a workload finds in its file system: RFC 7523 §2.2. The name is ours.</summary>
    TrustedIssuerJwt,
}

/// <summary>Names of the client authentication methods on the wire.</summary>
public static class ClientAuthMethods
{
    public static readonly IReadOnlyList<string> Names = ["client_secret_basic", "client_secret_post", "none", "trusted_issuer_jwt"];

    public static string NameOf(ClientAuthMethod method) => method switch
    {
        ClientAuthMethod.ClientSecretBasic => "client_secret_basic",
        ClientAuthMethod.ClientSecretPost => "client_secret_post",
        ClientAuthMethod.TrustedIssuerJwt => "trusted_issuer_jwt",
        _ => "none",
    };

    public static bool TryParse(string? name, out ClientAuthMethod method)
    {
        (method, var known) = name switch
        {
            "client_secret_basic" => (ClientAuthMethod.ClientSecretBasic, true),
            "client_secret_post" => (ClientAuthMethod.ClientSecretPost, true),
            "trusted_issuer_jwt" => (ClientAuthMethod.TrustedIssuerJwt, true),
            "none" => (ClientAuthMethod.None, true),
            _ => (ClientAuthMethod.None, false),
        };
        return known;
    }
}
