namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>
/// Everything that can be wrong with an appUserIdToken: a code that never changes, what is wrong, and what to do about it.
/// The sentences are for developers of the organization whose pool it is; they hold nothing of the token.
/// </summary>
public sealed class TokenFlaw
{
    TokenFlaw(string code, string spec, string sentence, string next) => (Code, Spec, Sentence, Next) = (code, spec, sentence, next);

    /// <summary>Stable; for programs, metrics and search engines.</summary>
    public string Code { get; }

    /// <summary>The clause that the token or the set breaks; empty where the rule is ours.</summary>
    public string Spec { get; }

    /// <summary>What is wrong.</summary>
    public string Sentence { get; }

    /// <summary>What to do about it.</summary>
    public string Next { get; }

    public override string ToString() => Code;

    // ---- Its form ---------------------------------------------------------------------------------------------
    public static readonly TokenFlaw NotAJwt = new("not_a_jwt", "RFC 7515 §7.1", "This is not a JWT: three parts with two dots between them.", "Send the whole token and nothing else, without Bearer or quotes around it.");
    public static readonly TokenFlaw TokenTooLarge = new("token_too_large", "RFC 8725 §3.3", "The token has more than 16384 characters.", "Leave out of the token what the user's application can look up by the user's id.");
    public static readonly TokenFlaw TokenEncrypted = new("token_encrypted", "RFC 7516 §3.1", "The token is encrypted (five parts), and signed tokens are expected.", "Let your provider sign the token as a JWS and not wrap it in a JWE.");
    public static readonly TokenFlaw NotBase64Url = new("not_base64url", "RFC 7515 §2", "A part of the token is not base64url without padding.", "Check whether the token was cut off, encoded twice or had characters replaced on its way.");
    public static readonly TokenFlaw NotJson = new("not_json", "RFC 7519 §7.2", "Header or claims are not a JSON object in UTF-8, or are nested more than 16 deep.", "Make the token with a JWT library instead of by hand, and check that it was not cut off.");
    public static readonly TokenFlaw DuplicateMember = new("duplicate_member", "RFC 7519 §4", "A member stands twice in the header or in the claims.", "Write every header parameter and every claim once.");

    // ---- Its header -------------------------------------------------------------------------------------------
    public static readonly TokenFlaw AlgMissing = new("alg_missing", "RFC 7515 §4.1.1", "The header has no alg.", "Sign the token with a JWT library; it writes alg itself.");
    public static readonly TokenFlaw AlgNone = new("alg_none", "RFC 8725 §3.2", "The token is not signed: its alg is none.", "Sign the token with the private half of a key in the pool's JWK set.");
    public static readonly TokenFlaw AlgSymmetric = new("alg_symmetric", "RFC 8725 §3.1", "The token is signed with a shared secret (HS256 or its kin), and no secret is shared.", "Sign with an asymmetric algorithm, such as RS256 or ES256, and publish the public key.");
    public static readonly TokenFlaw AlgUnknown = new("alg_unknown", "RFC 8725 §3.2", "The alg of the header is none that we know.", "Sign with RS256, PS256, RS512, ES256, ES384, ES512 or EdDSA, spelled exactly so.");
    public static readonly TokenFlaw AlgNotAllowed = new("alg_not_allowed", "RFC 8725 §3.1", "Tokens of this pool are not signed with this algorithm.", "Send the token exactly as it was issued; tokens of a hosted pool are signed with RS256.");
    public static readonly TokenFlaw AlgKeyMismatch = new("alg_key_mismatch", "RFC 8725 §3.1", "The key of this kid is for another algorithm than the alg of the header.", "Sign with the algorithm that the key is published for, or publish the key with the right kty, crv and alg.");
    public static readonly TokenFlaw CriticalHeader = new("critical_header", "RFC 7515 §4.1.11", "The header has crit or b64, which ask for an extension that we do not understand.", "Sign the token without crit and b64.");
    public static readonly TokenFlaw KindWrong = new("kind_wrong", "RFC 8725 §3.11", "This is another kind of token: an access, ID, logout or other token, by its typ or its claims.", "Send a token that was made to name the user, with typ JWT or without a typ.");
    public static readonly TokenFlaw KidMissing = new("kid_missing", "RFC 7515 §4.1.4", "The header has no kid.", "Set kid in the header to the kid of the signing key in the pool's JWK set.");
    public static readonly TokenFlaw KidMalformed = new("kid_malformed", "RFC 7515 §4.1.4", "The kid is not a string of at most 256 characters.", "Set kid in the header to the kid of the signing key, as a string.");
    public static readonly TokenFlaw KidUnknown = new("kid_unknown", "RFC 7515 §4.1.4", "The pool has no key of this kid that fits the token.", "Publish the signing key under exactly this kid, or sign with a key that is published; a new key is seen within a minute.");
    public static readonly TokenFlaw KidOfAnotherPool = new("kid_of_another_pool", "RFC 8725 §3.8", "The key of this kid belongs to another user pool of the organization.", "Name the user pool, or the client of the pool, that the token was made for.");

    // ---- Its signature ----------------------------------------------------------------------------------------
    public static readonly TokenFlaw SignatureMissing = new("signature_missing", "RFC 7515 §5.2", "The third part of the token, its signature, is empty.", "Send the whole token, signed.");
    public static readonly TokenFlaw SignatureWrong = new("signature_wrong", "RFC 7515 §5.2", "The signature is not of the key that is published under this kid.", "Check that the published key belongs to the private key you sign with, that no two keys share the kid, and that the token was not changed on its way.");

    // ---- Its times --------------------------------------------------------------------------------------------
    public static readonly TokenFlaw Expired = new("expired", "RFC 7519 §4.1.4", "The token has expired: its exp is more than a minute ago.", "Get a new token for the user.");
    public static readonly TokenFlaw NotYetValid = new("not_yet_valid", "RFC 7519 §4.1.5", "The token is not valid yet: its nbf is more than a minute ahead.", "Check the clock of the server that signs, or leave nbf out.");
    public static readonly TokenFlaw ExpMissing = new("exp_missing", "RFC 7519 §4.1.4", "The token has no exp.", "Add exp, in seconds since 1970.");
    public static readonly TokenFlaw ExpMalformed = new("exp_malformed", "RFC 7519 §2", "The exp is not a number of seconds since 1970.", "Write exp as a JSON number in seconds: no string, no milliseconds, no date.");
    public static readonly TokenFlaw NbfMalformed = new("nbf_malformed", "RFC 7519 §2", "The nbf is not a number of seconds since 1970.", "Write nbf as a JSON number in seconds, or leave it out.");
    public static readonly TokenFlaw IatMissing = new("iat_missing", "RFC 7519 §4.1.6", "The token has no iat.", "Add iat, the time of signing in seconds since 1970.");
    public static readonly TokenFlaw IatMalformed = new("iat_malformed", "RFC 7519 §2", "The iat is not a number of seconds since 1970.", "Write iat as a JSON number in seconds: no string, no milliseconds, no date.");
    public static readonly TokenFlaw IssuedInTheFuture = new("issued_in_the_future", "RFC 7519 §4.1.6", "The iat is more than a minute ahead.", "Check the clock of the server that signs, and that iat is in seconds.");
    public static readonly TokenFlaw LifetimeTooLong = new("lifetime_too_long", "RFC 7523 §3", "The token lives, or has lived, for more than 366 days.", "Set exp at most 366 days after iat; an hour is usual.");

    // ---- Whose it is, and for whom ----------------------------------------------------------------------------
    public static readonly TokenFlaw IssuerMissing = new("issuer_missing", "RFC 7519 §4.1.1", "The token has no iss, and the pool expects one.", "Let your provider write iss, or take the issuer out of the pool.");
    public static readonly TokenFlaw IssuerWrong = new("issuer_wrong", "RFC 8725 §3.8", "The iss is not the pool's issuer, or it claims to be ours and is not.", "Compare iss with the expected issuer character by character: scheme, case and a trailing slash count.");
    public static readonly TokenFlaw AudienceMissing = new("audience_missing", "RFC 8725 §3.9", "The token has no aud, and the pool expects one.", "Let your provider write aud, or take the audience out of the pool.");
    public static readonly TokenFlaw AudienceWrong = new("audience_wrong", "RFC 7519 §4.1.3", "The aud does not name the expected audience, or is not a string or an array of strings.", "Ask your provider for a token for the expected audience; case counts.");
    public static readonly TokenFlaw IdClaimMissing = new("id_claim_missing", "", "The claim with the user's id is not there.", "Put the user's id into the pool's id claim (usually sub), or change the id claim of the pool.");
    public static readonly TokenFlaw IdClaimNotAString = new("id_claim_not_a_string", "RFC 7519 §4.1.2", "The user's id is not a string.", "Write the user's id as a JSON string, also where it is a number.");
    public static readonly TokenFlaw IdClaimEmptyOrTooLong = new("id_claim_empty_or_too_long", "OIDC Core §2", "The user's id is empty, has more than 255 characters, or has control characters.", "Use an id of 1 to 255 characters without line breaks and other control characters.");

    // ---- What was asked ---------------------------------------------------------------------------------------
    public static readonly TokenFlaw PoolUnknown = new("pool_unknown", "", "The organization has no user pool of this id, or none that is meant without one.", "Check userPoolId, and that the API key is of the same organization.");
    public static readonly TokenFlaw PoolDisabled = new("pool_disabled", "", "The user pool is disabled.", "Enable the user pool again.");
    public static readonly TokenFlaw PoolOfAnotherClient = new("pool_of_another_client", "", "The client belongs to another user pool than the one that was named with it.", "Name one of the two, or the client of the pool.");
    public static readonly TokenFlaw ClientUnknown = new("client_unknown", "", "The organization has no SDK client of this id.", "Check clientId, and that the API key is of the same organization.");
    public static readonly TokenFlaw ClientIsAService = new("client_is_a_service", "", "The client is a service and has no user pool.", "Name the client of the application, or the user pool.");
    public static readonly TokenFlaw ClientDisabled = new("client_disabled", "", "The client is disabled.", "Enable the client again.");

    // ---- The pool's keys --------------------------------------------------------------------------------------
    public static readonly TokenFlaw KeysUnavailable = new("keys_unavailable", "", "The keys of this hosted pool are not at hand at the moment.", "Try again shortly; a pool that was just made takes some seconds.");
    public static readonly TokenFlaw KeyTooWeak = new("key_too_weak", "RFC 7518 §3.3", "The key of this kid is an RSA key of less than 2048 bits.", "Make a new key: RSA of 2048 bits or more, or EC over P-256.");
    public static readonly TokenFlaw KeyUnusable = new("key_unusable", "RFC 7517 §4", "The key of this kid is broken, or not published for verifying signatures.", "Publish it complete, as a public RSA, EC or Ed25519 key, with use sig and without key_ops other than verify.");
    public static readonly TokenFlaw JwksUnreachable = new("jwks_unreachable", "", "The server of the pool's jwksUri cannot be reached.", "Check the host name and port of jwksUri, and that they can be reached from the internet.");
    public static readonly TokenFlaw JwksTimedOut = new("jwks_timed_out", "", "The server of the pool's jwksUri did not answer in time.", "Serve the JWK set from memory or from a cache; it should take less than a second.");
    public static readonly TokenFlaw JwksCertificate = new("jwks_certificate", "RFC 9110 §4.3.4", "The server of the pool's jwksUri has no certificate that is valid for its name.", "Install a certificate of a public authority, with all intermediate ones, and renew it in time.");
    public static readonly TokenFlaw JwksAddressForbidden = new("jwks_address_forbidden", "", "The pool's jwksUri leads to an address that is not called from here.", "Publish the JWK set at a public https address, or give the set itself to the pool.");
    public static readonly TokenFlaw JwksRedirected = new("jwks_redirected", "", "The pool's jwksUri answers with a redirect, and redirects are not followed.", "Set jwksUri to the address at the end of the redirects.");
    public static readonly TokenFlaw JwksNotPublic = new("jwks_not_public", "", "The pool's jwksUri asks for a login (401 or 403).", "Publish the JWK set without a login; it holds public keys only.");
    public static readonly TokenFlaw JwksNotFound = new("jwks_not_found", "", "There is nothing at the pool's jwksUri (404 or 410).", "Check the path of jwksUri; your provider's discovery document names it as jwks_uri.");
    public static readonly TokenFlaw JwksStatus = new("jwks_status", "", "The pool's jwksUri answers with a status that is not 200.", "Look into the log of the server of jwksUri.");
    public static readonly TokenFlaw JwksCompressed = new("jwks_compressed", "RFC 9110 §12.5.3", "The pool's jwksUri answers compressed, although plain bytes are asked for.", "Let its server obey Accept-Encoding: identity.");
    public static readonly TokenFlaw JwksTooLarge = new("jwks_too_large", "", "The pool's JWK set has more than 1 MiB, or more than 100 keys.", "Publish only keys that sign now, or did so recently.");
    public static readonly TokenFlaw JwksHtml = new("jwks_html", "", "The pool's jwksUri answers with a web page.", "Set jwksUri to the JSON document itself, not to a page about it or to a login.");
    public static readonly TokenFlaw JwksNotJson = new("jwks_not_json", "RFC 7517 §5", "The pool's JWK set is not a JSON object in UTF-8.", "Publish a JSON object with an array keys.");
    public static readonly TokenFlaw JwksMalformed = new("jwks_malformed", "RFC 7517 §5.1", "The pool's JWK set has no array keys, or a member twice.", "Publish a JSON object with one array keys, also where there is one key only.");
    public static readonly TokenFlaw JwksEmpty = new("jwks_empty", "RFC 7517 §5.1", "The pool's JWK set has no keys.", "Publish the public half of the signing key in it.");
    public static readonly TokenFlaw JwksNoUsableKey = new("jwks_no_usable_key", "RFC 7517 §5", "The pool's JWK set has no key that we can verify with.", "Publish an RSA key of 2048 bits or more, an EC key over P-256, P-384 or P-521, or an Ed25519 key.");
    public static readonly TokenFlaw JwksPrivateKey = new("jwks_private_key", "RFC 7517 §9.2", "The pool's JWK set gives away a private key or a shared secret, so whoever reads it can sign.", "Make a new key, and publish its public members only.");

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<TokenFlaw> All { get; } =
        [.. typeof(TokenFlaw).GetFields().Where(field => field.FieldType == typeof(TokenFlaw)).Select(field => (TokenFlaw)field.GetValue(null)!)];
}
