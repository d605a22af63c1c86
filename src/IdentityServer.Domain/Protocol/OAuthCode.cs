namespace IdentityServer.Domain.Protocol;

/// <summary>An error code of OAuth 2.0 or OpenID Connect, as it travels, with the status it has in a direct answer.</summary>
/// <param name="Value">The registered name: RFC 6749 §4.1.2.1 and §5.2, OIDC Core §3.1.2.6, RFC 6750 §3.1.</param>
/// <param name="Status">HTTP status where the answer is not a redirect.</param>
public sealed record OAuthCode(string Value, int Status = 400)
{
    public static readonly OAuthCode InvalidRequest = new("invalid_request");
    public static readonly OAuthCode InvalidClient = new("invalid_client", 401);
    public static readonly OAuthCode InvalidGrant = new("invalid_grant");
    public static readonly OAuthCode UnauthorizedClient = new("unauthorized_client");
    public static readonly OAuthCode UnsupportedGrantType = new("unsupported_grant_type");
    public static readonly OAuthCode UnsupportedResponseType = new("unsupported_response_type");
    public static readonly OAuthCode InvalidScope = new("invalid_scope");
    public static readonly OAuthCode AccessDenied = new("access_denied", 403);
    public static readonly OAuthCode ServerError = new("server_error", 500);
    public static readonly OAuthCode TemporarilyUnavailable = new("temporarily_unavailable", 503);

    /// <summary>OIDC Core §3.1.2.6.</summary>
    public static readonly OAuthCode LoginRequired = new("login_required");
    public static readonly OAuthCode ConsentRequired = new("consent_required");
    public static readonly OAuthCode RequestNotSupported = new("request_not_supported");
    public static readonly OAuthCode RequestUriNotSupported = new("request_uri_not_supported");
    public static readonly OAuthCode RegistrationNotSupported = new("registration_not_supported");

    /// <summary>OpenID Connect Core Error Code unmet_authentication_requirements §2.</summary>
    public static readonly OAuthCode UnmetAuthenticationRequirements = new("unmet_authentication_requirements");

    /// <summary>RFC 6750 §3.1.</summary>
    public static readonly OAuthCode InvalidToken = new("invalid_token", 401);
    public static readonly OAuthCode InsufficientScope = new("insufficient_scope", 403);

    /// <summary>Of our management API, and of a path that is no pool's; no protocol endpoint answers it. RFC 9110 §15.5.5, §15.5.10.</summary>
    public static readonly OAuthCode NotFound = new("not_found", 404);
    public static readonly OAuthCode Conflict = new("conflict", 409);

    public static readonly OAuthCode PreconditionFailed = new("precondition_failed", 412);
    public static readonly OAuthCode TooManyRequests = new("too_many_requests", 429);

    /// <summary>RFC 8707 §2.</summary>
    public static readonly OAuthCode InvalidTarget = new("invalid_target");

    public override string ToString() => Value;
}
