using System.Runtime.CompilerServices;

namespace IdentityServer.Domain.Protocol;

/// <summary>
/// Every refusal we know: its private name (logs, metrics, tests), its public code and sentence, and the clause it
/// obeys. The sentence is constant and printable ASCII without quotes or backslashes: RFC 6749 §5.2.
/// </summary>
public sealed class Reason
{
    Reason(OAuthCode code, string spec, string sentence, [CallerMemberName] string name = "") =>
        (Code, Spec, Sentence, Name) = (code, spec, sentence, name);

    /// <summary>Private; goes to logs, metric tags and tests.</summary>
    public string Name { get; }

    public OAuthCode Code { get; }

    /// <summary>The clause that asks for this refusal.</summary>
    public string Spec { get; }

    /// <summary>Public <c>error_description</c>.</summary>
    public string Sentence { get; }

    public override string ToString() => Name;

    // Sentences that several reasons share, so that the answer does not tell them apart.
    const string BadClient = "Client authentication failed. Check the client_id, the secret and the authentication method that the client is registered with.";
    const string BadCode = "The authorization code is invalid, expired, already used, or was issued to another client or redirect_uri. Start a new authorization request.";
    const string BadRefreshToken = "The refresh token is invalid, expired or revoked. Ask the user to sign in again.";
    const string BadSubjectToken = "The subject_token or the actor_token is not accepted here.";
    const string BadAccessToken = "The access token is missing, invalid, expired or revoked.";
    const string BadApiKey = "The API key or member session is missing, unknown, expired or revoked. Send it as Authorization: Bearer.";
    const string BadState = "This sign-in has expired, was already completed, or was begun in another browser. Go back to the application and start again.";
    const string BadUpstreamAnswer = "The answer of the provider does not belong to this sign-in. Go back to the application and start again.";
    const string BadUpstream = "Signing in with this provider did not work.";
    const string BadLogoutToken = "The logout_token is missing, invalid, expired or was used before.";
    const string BadLogin = "The e-mail address or the password is wrong, or there were too many attempts. Try again in ten minutes.";

    // ---- The shape of a request -------------------------------------------------------------------------------
    public static readonly Reason MethodNotAllowed = new(OAuthCode.InvalidRequest, "RFC 6749 §3.2", "This endpoint does not accept this HTTP method.");
    public static readonly Reason ContentTypeWrong = new(OAuthCode.InvalidRequest, "RFC 6749 §3.2", "Send the parameters as application/x-www-form-urlencoded.");
    public static readonly Reason BodyTooLarge = new(OAuthCode.InvalidRequest, "RFC 6749 §3.2", "The request is too large.");
    public static readonly Reason BodyMalformed = new(OAuthCode.InvalidRequest, "RFC 9112 §8", "The request broke off, or its body is not well-formed.");
    public static readonly Reason EncodingMalformed = new(OAuthCode.InvalidRequest, "RFC 6749 Appendix B", "The request is not well-formed: percent-encoded UTF-8 without control characters is expected.");
    public static readonly Reason CredentialsInQuery = new(OAuthCode.InvalidRequest, "RFC 6749 §2.3.1", "Parameters of this endpoint go into the request body, never into the URL.");
    public static readonly Reason ParameterRepeated = new(OAuthCode.InvalidRequest, "RFC 6749 §3.1", "A parameter is included more than once.");

    // ---- Who is calling ---------------------------------------------------------------------------------------
    public static readonly Reason ClientUnidentified = new(OAuthCode.InvalidClient, "RFC 6749 §3.2.1", BadClient);
    public static readonly Reason ClientUnknown = new(OAuthCode.InvalidClient, "RFC 6749 §5.2", BadClient);
    public static readonly Reason ClientDisabled = new(OAuthCode.InvalidClient, "RFC 6749 §5.2", BadClient);
    public static readonly Reason ClientIdsDiffer = new(OAuthCode.InvalidRequest, "RFC 6749 §2.3.1", "The client_id in the body differs from the one that authenticates.");
    public static readonly Reason BasicMalformed = new(OAuthCode.InvalidClient, "RFC 6749 §2.3.1", BadClient);
    public static readonly Reason SeveralClientProofs = new(OAuthCode.InvalidRequest, "RFC 6749 §2.3", "Use exactly one client authentication method in a request.");
    public static readonly Reason ClientProofUnsupported = new(OAuthCode.InvalidClient, "RFC 6749 §2.3", BadClient);
    public static readonly Reason ClientProofNotRegistered = new(OAuthCode.InvalidClient, "RFC 7591 §2", BadClient);
    public static readonly Reason SecretWrong = new(OAuthCode.InvalidClient, "RFC 6749 §5.2", BadClient);
    public static readonly Reason PublicClientRefused = new(OAuthCode.InvalidClient, "RFC 7662 §2.1", BadClient);

    // ---- The authorization request ----------------------------------------------------------------------------
    public static readonly Reason AuthorizeClientMissing = new(OAuthCode.InvalidRequest, "RFC 6749 §4.1.1", "The client_id is missing.");
    public static readonly Reason AuthorizeClientUnknown = new(OAuthCode.InvalidRequest, "RFC 6749 §4.1.2.1", "The client_id is not known here.");
    public static readonly Reason RedirectUriMissing = new(OAuthCode.InvalidRequest, "RFC 9700 §2.1", "The redirect_uri is missing.");
    public static readonly Reason RedirectUriUnregistered = new(OAuthCode.InvalidRequest, "RFC 9700 §4.1.3", "The redirect_uri is not registered for this client.");
    public static readonly Reason ClientMayNotAuthorize = new(OAuthCode.UnauthorizedClient, "RFC 6749 §4.1.2.1", "The client is not registered for the authorization_code grant.");
    public static readonly Reason ResponseTypeMissing = new(OAuthCode.InvalidRequest, "RFC 6749 §4.1.2.1", "The response_type is missing.");
    public static readonly Reason ResponseTypeUnsupported = new(OAuthCode.UnsupportedResponseType, "RFC 9700 §2.1.2", "Only response_type=code is supported.");
    public static readonly Reason ResponseModeUnsupported = new(OAuthCode.InvalidRequest, "OAuth 2.0 Multiple Response Types §2.1", "The response_mode is not supported: use query, fragment or form_post.");
    public static readonly Reason RequestObjectUnsupported = new(OAuthCode.RequestNotSupported, "OIDC Core §6.1", "The request parameter is not supported.");
    public static readonly Reason RequestUriUnsupported = new(OAuthCode.RequestUriNotSupported, "OIDC Core §6.2", "The request_uri parameter is not supported.");
    public static readonly Reason RegistrationUnsupported = new(OAuthCode.RegistrationNotSupported, "OIDC Core §7.2.1", "The registration parameter is not supported.");
    public static readonly Reason ChallengeMissing = new(OAuthCode.InvalidRequest, "RFC 7636 §4.4.1", "PKCE is required: send a code_challenge with code_challenge_method=S256.");
    public static readonly Reason ChallengeMethodUnsupported = new(OAuthCode.InvalidRequest, "RFC 7636 §4.4.1", "Only code_challenge_method=S256 is supported.");
    public static readonly Reason ChallengeMalformed = new(OAuthCode.InvalidRequest, "RFC 7636 §4.2", "The code_challenge is not the base64url form of a SHA-256 hash.");
    public static readonly Reason ScopeMalformed = new(OAuthCode.InvalidScope, "RFC 6749 §3.3", "The scope is malformed.");
    public static readonly Reason ScopeNotAllowed = new(OAuthCode.InvalidScope, "RFC 6749 §3.3", "A requested scope is not allowed for this client.");
    public static readonly Reason ResourceUnknown = new(OAuthCode.InvalidTarget, "RFC 8707 §2", "The resource is not known here.");
    public static readonly Reason ResourceWithoutScope = new(OAuthCode.InvalidTarget, "RFC 8707 §2.2", "None of the requested scopes belongs to the requested resource.");
    public static readonly Reason PromptMalformed = new(OAuthCode.InvalidRequest, "OIDC Core §3.1.2.1", "The prompt is malformed, or none stands with another value.");
    public static readonly Reason MaxAgeMalformed = new(OAuthCode.InvalidRequest, "OIDC Core §3.1.2.1", "The max_age is not a whole number of seconds.");
    public static readonly Reason ParameterTooLong = new(OAuthCode.InvalidRequest, "OIDC Core §3.1.2.1", "A parameter is too long.");
    public static readonly Reason ClaimsMalformed = new(OAuthCode.InvalidRequest, "OIDC Core §5.5", "The claims parameter is not a JSON object of the expected form, or is too large.");
    public static readonly Reason IdTokenHintInvalid = new(OAuthCode.InvalidRequest, "OIDC Core §3.1.2.1", "The id_token_hint is not an ID token of this issuer.");
    public static readonly Reason LoginRequired = new(OAuthCode.LoginRequired, "OIDC Core §3.1.2.6", "The user has to sign in.");
    public static readonly Reason HintNamesAnotherUser = new(OAuthCode.LoginRequired, "OIDC Core §3.1.2.1", "The user that id_token_hint names is not signed in.");
    public static readonly Reason AcrUnmet = new(OAuthCode.UnmetAuthenticationRequirements, "OIDC Core §5.5.1.1", "The requested acr cannot be met here.");
    public static readonly Reason ConsentRequired = new(OAuthCode.ConsentRequired, "OIDC Core §3.1.2.6", "The user has to agree.");
    public static readonly Reason ConsentDenied = new(OAuthCode.AccessDenied, "RFC 6749 §4.1.2.1", "The user did not agree.");
    public static readonly Reason LoginCancelled = new(OAuthCode.AccessDenied, "RFC 6749 §4.1.2.1", "The user cancelled signing in.");
    public static readonly Reason TransactionUnknown = new(OAuthCode.InvalidRequest, "RFC 9700 §4.7", "This sign-in has expired, was already completed, or was begun in another browser. Go back to the application and start again.");

    // ---- A login elsewhere ------------------------------------------------------------------------------------
    public static readonly Reason ConnectionUnknown = new(OAuthCode.NotFound, "OIDC Core §3.1.2.1", "This way to sign in is not there, or is switched off.");
    public static readonly Reason UpstreamStateUnknown = new(OAuthCode.InvalidRequest, "RFC 9700 §4.7", BadState);
    public static readonly Reason UpstreamStateForeign = new(OAuthCode.InvalidRequest, "RFC 9700 §4.4.2", BadState);
    public static readonly Reason UpstreamStateExpired = new(OAuthCode.InvalidRequest, "RFC 9700 §4.7", BadState);
    public static readonly Reason UpstreamStateSpent = new(OAuthCode.InvalidRequest, "RFC 9700 §4.7", BadState);
    public static readonly Reason UpstreamIssuerMissing = new(OAuthCode.InvalidRequest, "RFC 9207 §2.4", BadUpstreamAnswer);
    public static readonly Reason UpstreamIssuerWrong = new(OAuthCode.InvalidRequest, "RFC 9207 §2.4", BadUpstreamAnswer);
    public static readonly Reason UpstreamAnswerEmpty = new(OAuthCode.InvalidRequest, "RFC 6749 §4.1.2", BadUpstreamAnswer);
    public static readonly Reason UpstreamNonceWrong = new(OAuthCode.InvalidRequest, "OIDC Core §3.1.3.7", BadUpstreamAnswer);
    public static readonly Reason UpstreamDenied = new(OAuthCode.AccessDenied, "RFC 6749 §4.1.2.1", BadUpstream);
    public static readonly Reason UpstreamErrored = new(OAuthCode.AccessDenied, "RFC 6749 §4.1.2.1", BadUpstream);
    public static readonly Reason UpstreamUnavailable = new(OAuthCode.TemporarilyUnavailable, "RFC 6749 §4.1.2.1", BadUpstream);
    public static readonly Reason UpstreamMetadataUnusable = new(OAuthCode.TemporarilyUnavailable, "OIDC Discovery §4.3", BadUpstream);
    public static readonly Reason UpstreamTokenRequestRefused = new(OAuthCode.AccessDenied, "RFC 6749 §5.2", BadUpstream);
    public static readonly Reason UpstreamTokenAnswerUnusable = new(OAuthCode.AccessDenied, "OIDC Core §3.1.3.3", BadUpstream);
    public static readonly Reason UpstreamIdTokenRefused = new(OAuthCode.AccessDenied, "OIDC Core §3.1.3.7", BadUpstream);
    public static readonly Reason UpstreamUserInfoUnusable = new(OAuthCode.AccessDenied, "OIDC Core §5.3.2", BadUpstream);
    public static readonly Reason UpstreamSubjectUnusable = new(OAuthCode.AccessDenied, "OIDC Core §5.7", BadUpstream);
    public static readonly Reason UpstreamProofStale = new(OAuthCode.AccessDenied, "OIDC Core §3.1.2.1", "The provider did not ask the user to sign in again.");
    public static readonly Reason UpstreamUserRefused = new(OAuthCode.AccessDenied, "OIDC Core §3.1.2.6", BadUpstream);
    public static readonly Reason LogoutTokenRefused = new(OAuthCode.InvalidRequest, "Back-Channel Logout §2.6", BadLogoutToken);
    public static readonly Reason LogoutTokenSpent = new(OAuthCode.InvalidRequest, "Back-Channel Logout §2.6", BadLogoutToken);

    // ---- Our own forms ----------------------------------------------------------------------------------------
    public static readonly Reason FormForged = new(OAuthCode.InvalidRequest, "RFC 9700 §4.7", "This form was not sent from its own page, or the page was open while somebody signed in or out. Open the page again.");
    public static readonly Reason FormFromElsewhere = new(OAuthCode.AccessDenied, "Fetch Metadata §2.3", "Another site sent this form.");

    // ---- The token request ------------------------------------------------------------------------------------
    public static readonly Reason GrantTypeMissing = new(OAuthCode.InvalidRequest, "RFC 6749 §5.2", "The grant_type is missing.");
    public static readonly Reason GrantTypeUnsupported = new(OAuthCode.UnsupportedGrantType, "RFC 6749 §5.2", "The grant_type is not supported.");
    public static readonly Reason GrantNotAllowed = new(OAuthCode.UnauthorizedClient, "RFC 6749 §5.2", "The client is not registered for this grant_type.");
    public static readonly Reason CodeMissing = new(OAuthCode.InvalidRequest, "RFC 6749 §4.1.3", "The code is missing.");
    public static readonly Reason CodeUnknown = new(OAuthCode.InvalidGrant, "RFC 6749 §5.2", BadCode);
    public static readonly Reason CodeOfAnotherClient = new(OAuthCode.InvalidGrant, "RFC 6749 §4.1.3", BadCode);
    public static readonly Reason CodeExpired = new(OAuthCode.InvalidGrant, "RFC 6749 §4.1.2", BadCode);
    public static readonly Reason CodeSpent = new(OAuthCode.InvalidGrant, "RFC 6749 §4.1.2", BadCode);
    public static readonly Reason CodeRevoked = new(OAuthCode.InvalidGrant, "RFC 6749 §5.2", BadCode);
    public static readonly Reason RedirectUriDiffers = new(OAuthCode.InvalidGrant, "RFC 6749 §4.1.3", BadCode);
    public static readonly Reason RedirectUriRemoved = new(OAuthCode.InvalidGrant, "RFC 9700 §4.1.3", BadCode);
    public static readonly Reason VerifierMissing = new(OAuthCode.InvalidGrant, "RFC 7636 §4.5", "The code_verifier is missing.");
    public static readonly Reason VerifierWrong = new(OAuthCode.InvalidGrant, "RFC 7636 §4.6", BadCode);
    public static readonly Reason UserInactive = new(OAuthCode.InvalidGrant, "RFC 6749 §5.2", "The user's account is not active.");
    public static readonly Reason RefreshTokenMissing = new(OAuthCode.InvalidRequest, "RFC 6749 §6", "The refresh_token is missing.");
    public static readonly Reason RefreshTokenUnknown = new(OAuthCode.InvalidGrant, "RFC 6749 §5.2", BadRefreshToken);
    public static readonly Reason RefreshTokenOfAnotherClient = new(OAuthCode.InvalidGrant, "RFC 6749 §6", BadRefreshToken);
    public static readonly Reason RefreshTokenExpired = new(OAuthCode.InvalidGrant, "RFC 9700 §4.14.2", BadRefreshToken);
    public static readonly Reason RefreshTokenRevoked = new(OAuthCode.InvalidGrant, "RFC 6749 §5.2", BadRefreshToken);
    public static readonly Reason RefreshTokenReused = new(OAuthCode.InvalidGrant, "RFC 9700 §4.14.2", BadRefreshToken);
    public static readonly Reason ScopeWidened = new(OAuthCode.InvalidScope, "RFC 6749 §6", "The scope is wider than what was granted.");
    public static readonly Reason ResourceWidened = new(OAuthCode.InvalidTarget, "RFC 8707 §2.2", "The resource was not granted.");
    public static readonly Reason UserScopeRefused = new(OAuthCode.InvalidScope, "RFC 6749 §4.4.2", "The scope needs a user who signs in, and this grant has none.");

    // ---- Somebody else's tokens: token exchange, and tokens as a client's credential ----------------------------
    public static readonly Reason SubjectTokenMissing = new(OAuthCode.InvalidRequest, "RFC 8693 §2.1", "The subject_token or the subject_token_type is missing.");
    public static readonly Reason ActorTokenIncomplete = new(OAuthCode.InvalidRequest, "RFC 8693 §2.1", "The actor_token and the actor_token_type come together or not at all.");
    public static readonly Reason TokenTypeUnsupported = new(OAuthCode.InvalidRequest, "RFC 8693 §3", "A token type is not supported: signed JWTs are exchanged for access tokens.");
    public static readonly Reason SubjectTokenInvalid = new(OAuthCode.InvalidRequest, "RFC 8693 §2.2.2", BadSubjectToken);
    public static readonly Reason SubjectIdUnfit = new(OAuthCode.InvalidRequest, "RFC 9068 §2.2", BadSubjectToken);
    public static readonly Reason SubjectIsAUser = new(OAuthCode.InvalidRequest, "RFC 9700 §4.15", BadSubjectToken);
    public static readonly Reason ActorTokenInvalid = new(OAuthCode.InvalidRequest, "RFC 8693 §2.2.2", BadSubjectToken);
    public static readonly Reason ActorUnfit = new(OAuthCode.InvalidRequest, "RFC 8693 §4.1", BadSubjectToken);
    public static readonly Reason ActorNotAllowed = new(OAuthCode.InvalidRequest, "RFC 8693 §4.4", BadSubjectToken);
    public static readonly Reason AssertionInvalid = new(OAuthCode.InvalidClient, "RFC 7523 §3.2", BadClient);
    public static readonly Reason AssertionOfAnotherIssuer = new(OAuthCode.InvalidClient, "RFC 7523 §3", BadClient);
    public static readonly Reason AssertionOfAnotherSubject = new(OAuthCode.InvalidClient, "RFC 7523 §3", BadClient);
    public static readonly Reason AssertionSpent = new(OAuthCode.InvalidClient, "RFC 7523 §3", BadClient);
    public static readonly Reason TrustedTokenInAddress = new(OAuthCode.InvalidRequest, "RFC 9700 §4.3.1", "The trusted_token goes into the body of a POST, never into an address.");

    // ---- Tokens in use ----------------------------------------------------------------------------------------
    public static readonly Reason TokenMissing = new(OAuthCode.InvalidRequest, "RFC 7009 §2.1", "The token is missing.");
    public static readonly Reason BearerMissing = new(OAuthCode.InvalidToken, "RFC 6750 §3", BadAccessToken);
    public static readonly Reason SeveralBearers = new(OAuthCode.InvalidRequest, "RFC 6750 §2", "Send the access token in exactly one way.");
    public static readonly Reason BearerInvalid = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadAccessToken);
    public static readonly Reason BearerRevoked = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadAccessToken);
    public static readonly Reason BearerWithoutUser = new(OAuthCode.InsufficientScope, "OIDC Core §5.3", "The access token does not carry the openid scope.");

    // ---- Signing out ------------------------------------------------------------------------------------------
    public static readonly Reason LogoutHintInvalid = new(OAuthCode.InvalidRequest, "RP-Initiated Logout §2", "The id_token_hint is not an ID token of this issuer.");
    public static readonly Reason LogoutClientMismatch = new(OAuthCode.InvalidRequest, "RP-Initiated Logout §2", "The client_id does not match the id_token_hint, or is not known here.");
    public static readonly Reason PostLogoutRedirectUriUnregistered = new(OAuthCode.InvalidRequest, "RP-Initiated Logout §3", "The post_logout_redirect_uri is not registered for this client, or no id_token_hint or client_id came with it.");

    // ---- Signing keys -----------------------------------------------------------------------------------------
    public static readonly Reason KeyUnknown = new(OAuthCode.NotFound, "RFC 7517 §4.5", "There is no signing key of this kid.");
    public static readonly Reason KeyAlgorithmUnknown = new(OAuthCode.InvalidRequest, "RFC 7518 §3.1", "Keys of this algorithm are not kept here.");
    public static readonly Reason SuccessorMissing = new(OAuthCode.Conflict, "OIDC Core §10.1.1", "No successor is announced. Begin a rotation first.");
    public static readonly Reason SuccessorReplaced = new(OAuthCode.Conflict, "OIDC Core §10.1.1", "Another key has become the successor meanwhile.");
    public static readonly Reason SuccessorTooYoung = new(OAuthCode.Conflict, "OIDC Core §10.1.1", "The successor has not been public for long enough: relying parties may not know it yet.");
    public static readonly Reason PolicyHarmful = new(OAuthCode.InvalidRequest, "OIDC Core §10.1.1", "A policy like this would break what relying parties count on.");
    public static readonly Reason ScheduleMalformed = new(OAuthCode.InvalidRequest, "RFC 9110 §15.5.1", "The schedule is not a cron expression.");
    public static readonly Reason MasterKeyWrong = new(OAuthCode.TemporarilyUnavailable, "OIDC Core §10.1.1", "The master key does not open the keys that are there, so none is made beside them.");
    public static readonly Reason KeyUnfit = new(OAuthCode.InvalidRequest, "RFC 7517 §4", "The private key cannot be imported.");
    public static readonly Reason RewrapImpossible = new(OAuthCode.Conflict, "OIDC Core §10.1.1", "Not everything can be sealed anew, so nothing was.");

    // ---- The management API -----------------------------------------------------------------------------------
    public static readonly Reason ApiKeyMissing = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason ApiKeyMalformed = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason ApiKeyUnknown = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason ApiKeyExpired = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason ApiKeyRevoked = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason MemberSessionMalformed = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason MemberSessionUnknown = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason MemberSessionExpired = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason MemberSessionRevoked = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason TrustedTokenRefused = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadApiKey);
    public static readonly Reason TrustedTokenWithoutRole = new(OAuthCode.InsufficientScope, "RFC 6750 §3.1", "Whom the token names has no role in the organization.");
    public static readonly Reason TooManyBearers = new(OAuthCode.TooManyRequests, "RFC 6585 §4", "Too many requests with bad credentials came from this address. Wait some seconds.");
    public static readonly Reason OwnerOnly = new(OAuthCode.InsufficientScope, "RFC 6750 §3.1", "This concerns the whole installation: only the organization that owns it may do it.");
    public static readonly Reason RoleInsufficient = new(OAuthCode.InsufficientScope, "RFC 6750 §3.1", "The role of the caller does not allow this.");
    public static readonly Reason RouteUnknown = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "There is nothing at this address.");
    public static readonly Reason MediaTypeWrong = new(OAuthCode.InvalidRequest, "RFC 9110 §15.5.16", "Send the body as application/json.");
    public static readonly Reason ArgumentMalformed = new(OAuthCode.InvalidRequest, "RFC 9110 §15.5.1", "A parameter of the request is not what it has to be.");
    public static readonly Reason JsonMalformed = new(OAuthCode.InvalidRequest, "RFC 8259 §2", "The body is not a JSON object of UTF-8 text, or is nested too deeply.");
    public static readonly Reason JsonMemberRepeated = new(OAuthCode.InvalidRequest, "RFC 8259 §4", "A member stands twice in the same JSON object.");
    public static readonly Reason JsonMemberUnknown = new(OAuthCode.InvalidRequest, "RFC 9110 §15.5.1", "The body has a member that is not known here.");
    public static readonly Reason JsonMemberMalformed = new(OAuthCode.InvalidRequest, "RFC 9110 §15.5.1", "A member of the body is missing, or is not what it has to be.");

    public static readonly Reason VersionMalformed = new(OAuthCode.InvalidRequest, "RFC 9110 §13.1.1", "If-Match has to be the ETag of an earlier answer, or *.");
    public static readonly Reason VersionStale = new(OAuthCode.PreconditionFailed, "RFC 9110 §13.1.1", "It has been changed since it was read. Read it again, and decide anew.");
    public static readonly Reason IdempotencyKeyMalformed = new(OAuthCode.InvalidRequest, "RFC 9110 §15.5.1", "The Idempotency-Key has to be 1 to 255 visible ASCII characters, once.");
    public static readonly Reason IdempotencyKeyReused = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "This Idempotency-Key came with another request before. Make a new key for each request.");

    // ---- Organizations ----------------------------------------------------------------------------------------
    public static readonly Reason LoginRefused = new(OAuthCode.InvalidToken, "RFC 6750 §3.1", BadLogin);
    public static readonly Reason LoginBusy = new(OAuthCode.TooManyRequests, "RFC 6585 §4", "Too many people are logging in at the moment. Wait some seconds.");
    public static readonly Reason LoginAmbiguous = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "This person is a member of several organizations. Send the organizationId too.");
    public static readonly Reason OrganizationUnknown = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "There is no organization of this id.");
    public static readonly Reason OrganizationNameTaken = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "Another organization has this name.");
    public static readonly Reason MemberUnknown = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "There is no member of this id.");
    public static readonly Reason MemberEmailTaken = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "Another member has this e-mail address.");
    public static readonly Reason LastAdmin = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "The organization would have no Admin left. Make somebody else an Admin first.");
    public static readonly Reason ApiKeyNotFound = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "There is no live API key of this id.");

    // ---- User pools and SDK clients ---------------------------------------------------------------------------
    public static readonly Reason UserPoolUnknown = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "There is no user pool of this id.");
    public static readonly Reason UserPoolKindFixed = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "A hosted pool stays hosted and a self-provided one self-provided. Create another pool.");
    public static readonly Reason UserPoolInUse = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "SDK clients belong to this user pool. Delete them first.");
    public static readonly Reason JwksUnusable = new(OAuthCode.InvalidRequest, "RFC 7517 §5", "The JWK set of the user pool cannot be used.");
    public static readonly Reason UserNeverLinked = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "This user has not been linked: no token of this user was issued or believed in this user pool yet.");
    public static readonly Reason SdkClientUnknown = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "There is no SDK client of this id.");
    public static readonly Reason PoolNotHosted = new(OAuthCode.Conflict, "RFC 8725 §3.8", "The tokens of this user pool are signed by its own provider; only those of a hosted pool are issued here.");
    public static readonly Reason PoolDisabled = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "The user pool is disabled.");
    public static readonly Reason NoHostedPool = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "The organization has no hosted user pool that is enabled. Create one, or name the pool.");
    public static readonly Reason AppUserIdMalformed = new(OAuthCode.InvalidRequest, "OIDC Core §2", "The appUserId must be text of 1 to 255 characters without control characters, not blank, and must not end in @clients.");
    public static readonly Reason ExpiryMalformed = new(OAuthCode.InvalidRequest, "RFC 7519 §4.1.4", "The exp must be a time ahead, in seconds since 1970.");

    // ---- Connections and trusted issuers, as they are administered ----------------------------------------------
    public static readonly Reason ConnectionNotFound = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "There is no connection of this id. Where several pools have one of the same id, userPoolId says which is meant.");
    public static readonly Reason ConnectionTaken = new(OAuthCode.Conflict, "RFC 9110 §15.5.10", "The pool has a connection of this id or of this issuer, or had one of this id with another issuer, whose users would become others. Choose another connectionId.");
    public static readonly Reason ConnectionIssuerFixed = new(OAuthCode.Conflict, "OIDC Core §5.7", "The issuer of a connection stays, for its users are known by it. Create another connection.");
    public static readonly Reason DiscoveryUnusable = new(OAuthCode.InvalidRequest, "OIDC Discovery §4.3", "The discovery document of the issuer cannot be used.");
    public static readonly Reason CredentialsNotKept = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "No token of this provider is kept for this user: the connection does not keep them, or the user has not signed in with it.");
    public static readonly Reason TrustedIssuerUnknown = new(OAuthCode.NotFound, "RFC 9110 §15.5.5", "There is no trusted issuer of this id.");
    public static readonly Reason TrustedIssuerTaken = new(OAuthCode.Conflict, "RFC 8725 §3.8", "This issuer with this audience is trusted already. Ask the issuer for tokens with an audience of your own.");
    public static readonly Reason TrustedTokenUnusable = new(OAuthCode.InvalidRequest, "RFC 7523 §3", "The token that was pasted cannot be believed.");

    // ---- Ourselves --------------------------------------------------------------------------------------------
    public static readonly Reason KeysUnavailable = new(OAuthCode.TemporarilyUnavailable, "RFC 6749 §4.1.2.1", "The server cannot issue tokens at the moment. Try again shortly.");
    public static readonly Reason StorageUnavailable = new(OAuthCode.TemporarilyUnavailable, "RFC 6749 §4.1.2.1", "The server is busy or its database does not answer. Try again shortly.");
    public static readonly Reason Unexpected = new(OAuthCode.ServerError, "RFC 6749 §4.1.2.1", "Something went wrong on the server.");

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<Reason> All { get; } =
        [.. typeof(Reason).GetFields().Where(field => field.FieldType == typeof(Reason)).Select(field => (Reason)field.GetValue(null)!)];
}
