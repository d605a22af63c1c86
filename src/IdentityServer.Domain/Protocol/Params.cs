namespace IdentityServer.Domain.Protocol;

/// <summary>Parameter names as registered with IANA (OAuth Parameters).</summary>
public static class Params
{
    public const string AcrValues = "acr_values";
    public const string ActorToken = "actor_token";
    public const string ActorTokenType = "actor_token_type";
    public const string Audience = "audience";
    public const string Claims = "claims";
    public const string ClaimsLocales = "claims_locales";
    public const string ClientAssertion = "client_assertion";
    public const string ClientAssertionType = "client_assertion_type";
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string Code = "code";
    public const string CodeChallenge = "code_challenge";
    public const string CodeChallengeMethod = "code_challenge_method";
    public const string CodeVerifier = "code_verifier";
    public const string Display = "display";
    public const string Error = "error";
    public const string ErrorDescription = "error_description";
    public const string GrantType = "grant_type";

    /// <summary>Ours: the connection that a login is to go to without asking.</summary>
    public const string IdpHint = "idp_hint";
    public const string IdTokenHint = "id_token_hint";
    public const string Iss = "iss";
    public const string LoginHint = "login_hint";
    public const string LogoutHint = "logout_hint";
    public const string MaxAge = "max_age";
    public const string Nonce = "nonce";
    public const string PostLogoutRedirectUri = "post_logout_redirect_uri";
    public const string Prompt = "prompt";
    public const string RedirectUri = "redirect_uri";
    public const string RefreshToken = "refresh_token";
    public const string Registration = "registration";
    public const string Request = "request";
    public const string RequestUri = "request_uri";
    public const string RequestedTokenType = "requested_token_type";
    public const string Resource = "resource";
    public const string ResponseMode = "response_mode";
    public const string ResponseType = "response_type";
    public const string Scope = "scope";
    public const string State = "state";
    public const string SubjectToken = "subject_token";
    public const string SubjectTokenType = "subject_token_type";
    public const string Token = "token";
    public const string TokenTypeHint = "token_type_hint";
    public const string UiLocales = "ui_locales";

    // Of our own.
    /// <summary>With a token of a self-provided user pool: which one.</summary>
    public const string UserPoolId = "user_pool_id";

    /// <summary>With an authorization request that a page posts, until the date of a cut-over: the token of the provider before.</summary>
    public const string TrustedToken = "trusted_token";
}
