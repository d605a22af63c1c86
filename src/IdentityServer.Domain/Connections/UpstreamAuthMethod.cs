namespace IdentityServer.Domain.Connections;

/// <summary>How we prove to a provider who we are: OIDC Core §9.</summary>
public enum UpstreamAuthMethod
{
    ClientSecretBasic,
    ClientSecretPost,

    /// <summary>An assertion signed with the pool's own key, whose JWK set the provider knows: RFC 7523 §2.2.</summary>
    PrivateKeyJwt,

    /// <summary>PKCE alone.</summary>
    None,
}
