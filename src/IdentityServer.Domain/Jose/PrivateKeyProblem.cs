namespace IdentityServer.Domain.Jose;

/// <summary>Why a text is not taken as a private key to sign with. RFC 7468, RFC 7517, RFC 7518 §6, RFC 8037 §2.</summary>
public enum PrivateKeyProblem
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>More bytes than a file with one key has.</summary>
    TooLarge,

    /// <summary>Neither a PEM block that we know (RFC 7468) nor a JSON object.</summary>
    NotAKey,

    /// <summary>The PEM is protected by a password: RFC 7468 §11.</summary>
    Encrypted,

    /// <summary>Only the public half, or a certificate: RFC 7468 §5, §13.</summary>
    PublicOnly,

    /// <summary>More than one private key, or a JWK set: RFC 7517 §5.</summary>
    SeveralKeys,

    /// <summary>A shared secret: RFC 7518 §6.4.</summary>
    Symmetric,

    /// <summary>Not RSA, EC or Ed25519.</summary>
    KeyTypeUnknown,

    /// <summary>Not P-256 or Ed25519: RFC 7518 §6.2.1.1, RFC 8037 §2.</summary>
    CurveUnknown,

    /// <summary>The right kind of text and damaged: base64, DER, a JSON member.</summary>
    Malformed,

    /// <summary>A private JWK without a number that is needed: RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2.</summary>
    MemberMissing,

    /// <summary>RSA with more than two primes: RFC 7518 §6.3.2.7.</summary>
    MorePrimes,

    /// <summary><c>use</c> or <c>key_ops</c> says that it is not for signing: RFC 7517 §4.2, §4.3.</summary>
    UseUnfit,

    /// <summary><c>alg</c> is not what keys of this type sign with here: RFC 7517 §4.4.</summary>
    AlgorithmUnfit,

    /// <summary>The machine cannot sign with it.</summary>
    AlgorithmUnavailable,

    /// <summary>RSA below 2048 bits: RFC 7518 §3.3.</summary>
    TooWeak,

    /// <summary>RSA above 8192 bits: RFC 8725 §3.5.</summary>
    TooDear,

    /// <summary>An RSA exponent that is even, below 65537 or longer than four bytes.</summary>
    ExponentUnfit,

    /// <summary>The numbers do not fit each other, or what the private half signs the public half refuses.</summary>
    Inconsistent,
}
