namespace IdentityServer.Domain.Protocol;

/// <summary>Paths below an issuer. The names are public: other people's programs rely on them.</summary>
public static class Endpoints
{
    public const string Discovery = "/.well-known/openid-configuration";
    public const string AuthorizationServer = "/.well-known/oauth-authorization-server";
    public const string Jwks = "/.well-known/jwks.json";
    public const string JwksAlias = "/.well-known/openid-configuration/jwks";
    public const string Authorize = "/connect/authorize";

    /// <summary>Where the pages send a person back to; not for clients, so not in the metadata.</summary>
    public const string AuthorizeResume = "/connect/authorize/resume";
    public const string Token = "/connect/token";
    public const string UserInfo = "/connect/userinfo";
    public const string Introspect = "/connect/introspect";
    public const string Revoke = "/connect/revoke";
    public const string EndSession = "/connect/endsession";

    /// <summary>Followed by the id of a connection: from our pages to a provider.</summary>
    public const string UpstreamStart = "/connect/login";

    /// <summary>Followed by the id of a connection: where its provider sends people back to.</summary>
    public const string UpstreamCallback = "/connect/callback";

    /// <summary>Where a provider sends those back to who have signed out there.</summary>
    public const string UpstreamSignedOut = "/connect/endsession/callback";

    /// <summary>Followed by the id of a connection: its provider says that a session is over. Back-Channel Logout §2.2.</summary>
    public const string UpstreamLogout = "/connect/backchannel";

    /// <summary>What discovery names: OIDC Discovery §3, RFC 8414 §2, RP-Initiated Logout §2.1.</summary>
    public static readonly IReadOnlyList<(string Name, string Path)> Announced =
    [
        ("authorization_endpoint", Authorize),
        ("token_endpoint", Token),
        ("userinfo_endpoint", UserInfo),
        ("jwks_uri", Jwks),
        ("introspection_endpoint", Introspect),
        ("revocation_endpoint", Revoke),
        ("end_session_endpoint", EndSession),
    ];
}
