namespace IdentityServer.Domain.Keys;

/// <summary>What the database holds of a pool's keys.</summary>
/// <param name="Policies">Only where a pool and algorithm has one of its own.</param>
public sealed record StoredKeys(IReadOnlyList<SigningKey> Keys, IReadOnlyList<RotationPolicy> Policies)
{
    /// <summary>No token of the pool lives longer.</summary>
    public TimeSpan LongestLifetime { get; init; } = KeyTimes.LongestLifetime;
}
