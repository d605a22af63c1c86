namespace IdentityServer.Domain.Jose;

/// <summary>
/// Where a verifier finds keys: always the keys of one issuer that was chosen before the token was read.
/// RFC 8725 §3.8.
/// </summary>
public interface IVerificationKeys
{
    /// <summary>The one key that fits both, or null.</summary>
    VerificationKey? Find(string? kid, JwsAlgorithm algorithm);
}
