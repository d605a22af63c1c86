namespace IdentityServer.Domain.Jose;

/// <summary>What a token must say to be believed here. RFC 8725 §3, RFC 7519 §4.1.</summary>
public sealed record JwtExpectations
{
    /// <summary>Clocks may differ by this much and no more.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(60);

    /// <summary>Exact <c>iss</c>, byte for byte. Null, said aloud, only for tokens that have no issuer, such as DPoP proofs.</summary>
    public required string? Issuer { get; init; }

    /// <summary>An <c>aud</c> that must be among the token's, byte for byte; null when the caller checks it.</summary>
    public string? Audience { get; init; }

    /// <summary>The kind of token, such as <c>at+jwt</c>; null accepts any.</summary>
    public string? Typ { get; init; }

    public IReadOnlyList<JwsAlgorithm> AllowedAlgorithms { get; init; } = JwsAlgorithm.All;

    /// <summary>At most <see cref="MaxSkew"/>.</summary>
    public TimeSpan Skew
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxSkew);
            field = value;
        }
    } = MaxSkew;

    public bool RequireExp { get; init; } = true;

    /// <summary>When set, <c>iat</c> is required, and neither age nor planned life may exceed this.</summary>
    public TimeSpan? MaxLifetime { get; init; }
}
