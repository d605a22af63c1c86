namespace IdentityServer.Domain.Jose;

/// <summary>Why a token is not believed. For logs, metrics and tests; the world outside hears one bland word.</summary>
public enum JwtProblem
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>More than 16 KiB: RFC 8725 §3.3.</summary>
    TooLarge,

    /// <summary>Not header, payload and signature: RFC 7515 §7.1.</summary>
    NotThreeParts,

    /// <summary>Five parts, a JWE, where a signed token belongs: RFC 7516 §3.1, RFC 7519 §7.2 step 6.</summary>
    Encrypted,

    /// <summary>A part is not base64url without padding in its one spelling: RFC 7515 §2, RFC 4648 §3.5.</summary>
    NotBase64Url,

    /// <summary>Header or payload is no JSON object in valid UTF-8: RFC 7519 §7.2 steps 3 and 10, RFC 8725 §3.7.</summary>
    NotJson,

    /// <summary>A member appears twice: RFC 7515 §4, RFC 7519 §4.</summary>
    DuplicateMember,

    /// <summary>No <c>alg</c>: RFC 7515 §4.1.1.</summary>
    AlgorithmMissing,

    /// <summary><c>alg</c> is not a string: RFC 7515 §4.1.1.</summary>
    AlgorithmMalformed,

    /// <summary><c>none</c>, in whatever case: RFC 8725 §3.2, RFC 7518 §3.6.</summary>
    AlgorithmNone,

    /// <summary>A MAC, for which nobody here shares a key: RFC 8725 §2.1, §3.1.</summary>
    AlgorithmSymmetric,

    /// <summary>An <c>alg</c> that is not in our table: RFC 8725 §3.2.</summary>
    AlgorithmUnknown,

    /// <summary>An <c>alg</c> that this issuer is not expected to use: RFC 8725 §3.1.</summary>
    AlgorithmNotAllowed,

    /// <summary><c>crit</c> is present, and we understand no extension: RFC 7515 §4.1.11.</summary>
    CriticalHeader,

    /// <summary><c>b64</c> is present: RFC 7797 §3, §7 forbids it in a JWT.</summary>
    UnencodedPayload,

    /// <summary><c>kid</c> is not a string of at most 256 characters: RFC 7515 §4.1.4.</summary>
    KidMalformed,

    /// <summary><c>typ</c> is not a string of at most 256 characters: RFC 7515 §4.1.9.</summary>
    TypMalformed,

    /// <summary>The kind of token is another: RFC 8725 §3.11.</summary>
    TypWrong,

    /// <summary>The third part is empty: RFC 7515 §5.2.</summary>
    SignatureMissing,

    /// <summary>No key of that name, or no single key to try: RFC 7515 §4.1.4.</summary>
    KeyUnknown,

    /// <summary>The key is for another algorithm: RFC 8725 §3.1.</summary>
    KeyUnfit,

    /// <summary>The signature is not the key's: RFC 7515 §5.2 step 8.</summary>
    SignatureWrong,

    /// <summary>No <c>iss</c>: RFC 7519 §4.1.1.</summary>
    IssuerMissing,

    /// <summary>Another <c>iss</c>: RFC 7519 §4.1.1, RFC 8725 §3.8.</summary>
    IssuerWrong,

    /// <summary>No <c>aud</c>: RFC 8725 §3.9.</summary>
    AudienceMissing,

    /// <summary>Meant for others, or not a string or an array of strings: RFC 7519 §4.1.3.</summary>
    AudienceWrong,

    /// <summary>No <c>exp</c>: a token without an end is none of ours. RFC 7519 §4.1.4.</summary>
    ExpMissing,

    /// <summary><c>exp</c> is no number of seconds before the year 10000: RFC 7519 §2, §4.1.4.</summary>
    ExpMalformed,

    /// <summary>Past its <c>exp</c>: RFC 7519 §4.1.4.</summary>
    Expired,

    /// <summary><c>nbf</c> is no number of seconds: RFC 7519 §4.1.5.</summary>
    NbfMalformed,

    /// <summary>Before its <c>nbf</c>: RFC 7519 §4.1.5.</summary>
    NotYetValid,

    /// <summary>No <c>iat</c> where a longest life is set: RFC 7519 §4.1.6.</summary>
    IatMissing,

    /// <summary><c>iat</c> is no number of seconds: RFC 7519 §4.1.6.</summary>
    IatMalformed,

    /// <summary><c>iat</c> lies ahead: RFC 7519 §4.1.6.</summary>
    IssuedInFuture,

    /// <summary>Older, or made to last longer, than is accepted here: RFC 7523 §3 item 4.</summary>
    LifetimeTooLong,
}
