namespace IdentityServer.Domain.Clients;

/// <summary>The two kinds of SDK clients.</summary>
public enum SdkClientKind
{
    /// <summary>Has a user pool; its id is a <c>client_id</c> once redirect URIs are given.</summary>
    Application,

    /// <summary>Has an API key, and no pool.</summary>
    Service,
}
