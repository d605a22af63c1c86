using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>A signing key at rest: its public half in the clear, its private half sealed under the master key.</summary>
public sealed class SigningKey
{
    public required PoolId PoolId { get; init; }

    /// <summary>RFC 7517 §4.5; unique across pools.</summary>
    public required string Kid { get; init; }

    /// <summary>JWS algorithm: one key, one algorithm (RFC 8725 §3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>1 for the first key of a pool and algorithm, then counting; unique, so that of several nodes one makes the next.</summary>
    public required int Generation { get; init; }

    /// <summary>The public JWK as JSON.</summary>
    public required string PublicJwk { get; init; }

    /// <summary>PKCS#8, sealed; null once destroyed.</summary>
    public byte[]? SealedPrivateKey { get; set; }

    /// <summary>Fingerprint of the master key that sealed it.</summary>
    public required string SealedBy { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Signs from then on.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>Signs no more from then on; null while no successor is known.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
