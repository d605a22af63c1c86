using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>The policy of each algorithm: the pool's own where it has one, else the one in the settings.</summary>
public sealed class RotationPolicies(TimeSpan interval, TimeSpan announceBefore, string schedule)
{
    /// <summary>Every hour, on the hour.</summary>
    public const string DefaultSchedule = "0 0 * * * ?";

    public static RotationPolicies Default { get; } = new(RotationPolicy.DefaultInterval, RotationPolicy.DefaultAnnounceBefore, DefaultSchedule);

    /// <summary>The algorithms that every pool has keys for: those of <see cref="KeyFactory"/>.</summary>
    public IReadOnlyList<RotationPolicy> For(PoolId pool, IReadOnlyList<RotationPolicy> own) =>
        [.. KeyFactory.Algorithms.Select(algorithm => For(pool, algorithm, own))];

    public RotationPolicy For(PoolId pool, JwsAlgorithm algorithm, IReadOnlyList<RotationPolicy> own) =>
        own.FirstOrDefault(policy => policy.Algorithm == algorithm.Name) ?? new()
        {
            PoolId = pool,
            Algorithm = algorithm.Name,
            Interval = interval,
            AnnounceBefore = announceBefore,
            Schedule = schedule,
        };
}
