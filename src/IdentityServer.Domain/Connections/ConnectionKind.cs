namespace IdentityServer.Domain.Connections;

/// <summary>What a connection speaks.</summary>
public enum ConnectionKind
{
    /// <summary>OpenID Connect with discovery: OIDC Core §3.1, Discovery §4.</summary>
    Oidc,

    /// <summary>Plain OAuth 2.0; who the user is says an address of its own.</summary>
    OAuth2,
}
