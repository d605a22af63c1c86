using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// A signing key at rest: its public half in the clear, its private half sealed under the master key. Each time of its
/// life is written once; <see cref="KeyRotation"/> says when.
/// </summary>
public sealed class SigningKey
{
    public required PoolId PoolId { get; init; }

    /// <summary>RFC 7517 §4.5; unique within the pool, and not used again while the row is there.</summary>
    public required string Kid { get; init; }

    /// <summary>JWS algorithm: one key, one algorithm (RFC 8725 §3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>1 for the first key of a pool and algorithm, then counting; unique, so that of several nodes one makes the next.</summary>
    public required int Generation { get; set; }

    /// <summary>The public JWK as JSON.</summary>
    public required string PublicJwk { get; init; }

    /// <summary>PKCS#8, sealed; null once destroyed.</summary>
    public byte[]? SealedPrivateKey { get; set; }

    /// <summary>Fingerprint of the master key that sealed it.</summary>
    public required string SealedBy { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Known to be public since: read from the clock after the row was seen in the database, so never too early.</summary>
    public DateTimeOffset? AnnouncedAt { get; set; }

    /// <summary>Signs since.</summary>
    public DateTimeOffset? ActivatedAt { get; set; }

    /// <summary>No token that it signed expires later. Raised before such a token is made, and by nobody once it is retired.</summary>
    public DateTimeOffset? SignedUntil { get; set; }

    /// <summary>Signs no more since.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>Not in the JWK set since.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The operator's words.</summary>
    public string? RevokedReason { get; set; }

    public KeyState State => RevokedAt is not null ? KeyState.Revoked
        : WithdrawnAt is not null ? KeyState.Withdrawn
        : RetiredAt is not null ? KeyState.Retired
        : ActivatedAt is not null ? KeyState.Active
        : KeyState.Announced;

    /// <summary>Whether it stands in the JWK set. It does from the moment its row exists.</summary>
    public bool IsPublic => RevokedAt is null && WithdrawnAt is null;

    /// <summary>From then on the JWK set can do without it; null while it may still sign.</summary>
    public DateTimeOffset? WithdrawAt => RetiredAt is { } retired ? (SignedUntil ?? retired) + KeyTimes.Afterlife : null;
}
