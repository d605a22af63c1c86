namespace IdentityServer.Domain.Jose;

/// <summary>Why a key or a set of keys is not taken. RFC 7517, RFC 7518 §6, RFC 8037 §2.</summary>
public enum JwkProblem
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>More bytes than any honest key or set has.</summary>
    TooLarge,

    /// <summary>Not a JSON object: RFC 7517 §4, §5.</summary>
    NotJson,

    /// <summary>A member appears twice: RFC 7517 §4.</summary>
    DuplicateMember,

    /// <summary>A set without an array <c>keys</c>: RFC 7517 §5.1.</summary>
    KeysMissing,

    /// <summary>A set with more keys than we look through.</summary>
    TooManyKeys,

    /// <summary>No <c>kty</c>: RFC 7517 §4.1.</summary>
    KeyTypeMissing,

    /// <summary>A <c>kty</c> that we do not know: RFC 7517 §4.1.</summary>
    KeyTypeUnknown,

    /// <summary>A shared secret where a public key belongs: RFC 7518 §6.4, RFC 8725 §3.1.</summary>
    KeyTypeSymmetric,

    /// <summary>A <c>crv</c> that we do not sign over: RFC 7518 §6.2.1.1, RFC 8037 §2.</summary>
    CurveUnknown,

    /// <summary>A required member is missing: RFC 7518 §6.2.1, §6.3.1.</summary>
    MemberMissing,

    /// <summary>A member has the wrong type, length or spelling: RFC 7518 §2, §6.2.1.2.</summary>
    MemberMalformed,

    /// <summary>The key's <c>kty</c>, <c>crv</c> or <c>alg</c> is not the algorithm's: RFC 7517 §4.4, RFC 8725 §3.1.</summary>
    AlgorithmMismatch,

    /// <summary>The algorithm is not available on this machine.</summary>
    AlgorithmUnavailable,

    /// <summary><c>use</c> is not <c>sig</c>: RFC 7517 §4.2.</summary>
    UseUnfit,

    /// <summary><c>key_ops</c> lacks <c>verify</c>: RFC 7517 §4.3.</summary>
    OperationsUnfit,

    /// <summary>RSA below 2048 bits: RFC 7518 §3.3.</summary>
    TooWeak,

    /// <summary>RSA above 8192 bits or an exponent that makes verifying dear: RFC 8725 §3.5.</summary>
    TooDear,

    /// <summary>The numbers are no key: a point off the curve, an even modulus. RFC 8725 §3.4.</summary>
    NotAKey,
}
