using IdentityServer.Domain.Jose;

namespace IdentityServer.Domain.Keys;

/// <summary>What an operator is told about a key that is not taken. Constant sentences: nothing of what was read is in them.</summary>
static class KeyImportWords
{
    public static string Of(PrivateKeyProblem problem) => problem switch
    {
        PrivateKeyProblem.TooLarge => "That is more than a file with one private key holds.",
        PrivateKeyProblem.Encrypted => "The key is encrypted. Decrypt it first: openssl pkey -in FILE -out decrypted.pem (it asks for the password), import that, and delete it.",
        PrivateKeyProblem.PublicOnly => "That is a public key or a certificate. To sign, the private key is needed: PEM with BEGIN PRIVATE KEY, or a JWK with the member d.",
        PrivateKeyProblem.SeveralKeys => "That is more than one key. Write one private key into a file of its own.",
        PrivateKeyProblem.Symmetric => "That is a shared secret (kty oct). Tokens are signed with RSA, EC or Ed25519 keys.",
        PrivateKeyProblem.KeyTypeUnknown => "That is a key of a type that is not used here: RSA (RS256), EC on P-256 (ES256) and Ed25519 (EdDSA) are. An OpenSSH file becomes PEM with: ssh-keygen -p -m PKCS8 -f FILE",
        PrivateKeyProblem.CurveUnknown => "The key is on a curve that is not used here: P-256 (ES256) and Ed25519 (EdDSA) are.",
        PrivateKeyProblem.Malformed => "The key is damaged: it cannot be read to its end.",
        PrivateKeyProblem.MemberMissing => "The JWK lacks a member. RSA needs n, e, d, p, q, dp, dq and qi; EC needs crv, x, y and d; OKP needs crv, x and d.",
        PrivateKeyProblem.MorePrimes => "The RSA key has more than two primes.",
        PrivateKeyProblem.UseUnfit => "The JWK says by use or key_ops that it is not for signing.",
        PrivateKeyProblem.AlgorithmUnfit => "The JWK's alg is not used here with keys of its type: RSA keys sign RS256, P-256 keys ES256, Ed25519 keys EdDSA.",
        PrivateKeyProblem.AlgorithmUnavailable => "This machine cannot sign EdDSA: there is no libcrypto with Ed25519. Install OpenSSL 3 (Debian: libssl3).",
        PrivateKeyProblem.TooWeak => "The RSA key is too weak: it needs 2048 bits, and two primes that are far apart.",
        PrivateKeyProblem.TooDear => "The RSA key has more than 8192 bits.",
        PrivateKeyProblem.ExponentUnfit => "The RSA key's public exponent is not usual: it must be odd, at least 65537, and have at most four bytes.",
        PrivateKeyProblem.Inconsistent => "The numbers of the key do not fit each other: its public half does not verify what its private half signs.",
        _ => "That is neither PEM (BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY, BEGIN EC PRIVATE KEY) nor a private JWK. DER becomes PEM with: openssl pkey -inform DER -in FILE",
    };
}
