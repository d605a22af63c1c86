namespace IdentityServer.Domain.TrustedIssuers;

/// <summary>
/// Why a token of somebody else's issuer is not believed: a code that never changes, what is wrong, and what to do about it.
/// For people of the organization that trusts the issuer; nothing of the token is in it. RFC 8725 §3.
/// </summary>
/// <param name="Code">Stable; the same as elsewhere where the cause is the same.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Next">What to do about it.</param>
public sealed record TrustedFlaw(string Code, string Sentence, string Next)
{
    public override string ToString() => Code;

    // ---- Its form ---------------------------------------------------------------------------------------------
    public static readonly TrustedFlaw NotAJwt = new("not_a_jwt", "This is not a JWT: three parts with two dots between them.", "Send the whole token and nothing else, without Bearer or quotes around it.");
    public static readonly TrustedFlaw TokenTooLarge = new("token_too_large", "The token has more than 16384 characters.", "Let the issuer leave out of the token what nobody asks for.");
    public static readonly TrustedFlaw TokenEncrypted = new("token_encrypted", "The token is encrypted (five parts), and signed tokens are expected.", "Let the issuer sign the token as a JWS and not wrap it in a JWE.");
    public static readonly TrustedFlaw NotBase64Url = new("not_base64url", "A part of the token is not base64url without padding.", "Check whether the token was cut off, encoded twice or had characters replaced on its way.");
    public static readonly TrustedFlaw NotJson = new("not_json", "Header or claims are not a JSON object in UTF-8, or are nested more than 16 deep.", "Check that the token was not cut off.");
    public static readonly TrustedFlaw DuplicateMember = new("duplicate_member", "A member stands twice in the header or in the claims.", "Let the issuer write every header parameter and every claim once.");

    // ---- Its header -------------------------------------------------------------------------------------------
    public static readonly TrustedFlaw AlgMissing = new("alg_missing", "The header has no alg.", "Send the token exactly as the issuer made it.");
    public static readonly TrustedFlaw AlgNone = new("alg_none", "The token is not signed: its alg is none.", "Let the issuer sign its tokens.");
    public static readonly TrustedFlaw AlgSymmetric = new("alg_symmetric", "The token is signed with a shared secret (HS256 or its kin), and no secret is shared.", "Let the issuer sign with an asymmetric algorithm, such as RS256 or ES256.");
    public static readonly TrustedFlaw AlgUnknown = new("alg_unknown", "The alg of the header is none that we know.", "Let the issuer sign with RS256, PS256, RS512, ES256, ES384, ES512 or EdDSA.");
    public static readonly TrustedFlaw AlgKeyMismatch = new("alg_key_mismatch", "The key of this kid is for another algorithm than the alg of the header.", "Send the token exactly as the issuer made it.");
    public static readonly TrustedFlaw CriticalHeader = new("critical_header", "The header has crit or b64, which ask for an extension that we do not understand.", "Let the issuer sign the token without crit and b64.");
    public static readonly TrustedFlaw KindWrong = new("kind_wrong", "This is a token for something else, such as a logout token, by its typ or its claims.", "Send an access token or an ID token: its typ is JWT or at+jwt, or is not there.");
    public static readonly TrustedFlaw KidMissing = new("kid_missing", "The header has no kid.", "Let the issuer name the signing key by kid in the header.");
    public static readonly TrustedFlaw KidMalformed = new("kid_malformed", "The kid is not a string of at most 256 characters.", "Let the issuer name the signing key by kid, as a string.");
    public static readonly TrustedFlaw KidUnknown = new("kid_unknown", "The issuer publishes no key of this kid that fits the token.", "Check that the token is of this issuer; a new key is seen within a minute, and one that was taken back is refused as soon.");

    // ---- Its signature and its times --------------------------------------------------------------------------
    public static readonly TrustedFlaw SignatureMissing = new("signature_missing", "The third part of the token, its signature, is empty.", "Send the whole token, signed.");
    public static readonly TrustedFlaw SignatureWrong = new("signature_wrong", "The signature is not of the key that is published under this kid.", "Check that the token was not changed on its way, and that it is of this issuer.");
    public static readonly TrustedFlaw Expired = new("expired", "The token has expired: its exp is more than a minute ago.", "Get a new token from the issuer.");
    public static readonly TrustedFlaw NotYetValid = new("not_yet_valid", "The token is not valid yet: its nbf is more than a minute ahead.", "Check the clock of the server that signs.");
    public static readonly TrustedFlaw ExpMissing = new("exp_missing", "The token has no exp.", "Let the issuer write exp, in seconds since 1970.");
    public static readonly TrustedFlaw ExpMalformed = new("exp_malformed", "The exp is not a number of seconds since 1970.", "Let the issuer write exp as a JSON number in seconds.");
    public static readonly TrustedFlaw NbfMalformed = new("nbf_malformed", "The nbf is not a number of seconds since 1970.", "Let the issuer write nbf as a JSON number in seconds, or leave it out.");
    public static readonly TrustedFlaw IatMissing = new("iat_missing", "The token has no iat.", "Let the issuer write iat, the time of signing in seconds since 1970.");
    public static readonly TrustedFlaw IatMalformed = new("iat_malformed", "The iat is not a number of seconds since 1970.", "Let the issuer write iat as a JSON number in seconds.");
    public static readonly TrustedFlaw IssuedInTheFuture = new("issued_in_the_future", "The iat is more than a minute ahead.", "Check the clock of the server that signs.");
    public static readonly TrustedFlaw LifetimeTooLong = new("lifetime_too_long", "The token lives, or has lived, for more than 25 hours.", "Get a token that lives for a day at most; an hour is usual.");

    // ---- Whose it is, and for whom ----------------------------------------------------------------------------
    public static readonly TrustedFlaw IssuerMissing = new("issuer_missing", "The token has no iss, or one that is not a string.", "Send a token whose issuer says who it is.");
    public static readonly TrustedFlaw IssuerOurs = new("issuer_ours", "The iss is an issuer of this server, whose tokens are taken where they belong and nowhere else.", "Send a token of the issuer that is trusted.");
    public static readonly TrustedFlaw IssuerUntrusted = new("issuer_untrusted", "No issuer is trusted that is written exactly like the iss of the token.", "Compare iss with the trusted issuer character by character: scheme, case and a trailing slash count.");
    public static readonly TrustedFlaw IssuerDisabled = new("issuer_disabled", "The trusted issuer is disabled.", "Enable the trusted issuer again.");
    public static readonly TrustedFlaw AudienceWrong = new("audience_wrong", "The aud does not name the audience of the trusted issuer, or is not a string or a list of strings.", "Get a token for exactly that audience; case counts.");
    public static readonly TrustedFlaw AudienceAmbiguous = new("audience_ambiguous", "The aud names audiences of more than one organization.", "Get a token for one audience only.");

    // ---- Who it names -----------------------------------------------------------------------------------------
    public static readonly TrustedFlaw UserIdUnmade = new("user_id_unmade", "The user id expression cannot be made of the claims of this token.", "Name in the expression only claims that every token of the issuer has, as strings or whole numbers.");
    public static readonly TrustedFlaw UserIdTaken = new("user_id_taken", "The user id that comes out is one that users of others may not have.", "Put text of your own before the first claim of the expression.");

    /// <summary>All of them, in the order above; those of keys that cannot be had are made by <see cref="TrustedFlawTable"/>.</summary>
    public static IReadOnlyList<TrustedFlaw> All { get; } =
        [.. typeof(TrustedFlaw).GetFields().Where(field => field.FieldType == typeof(TrustedFlaw)).Select(field => (TrustedFlaw)field.GetValue(null)!)];
}
