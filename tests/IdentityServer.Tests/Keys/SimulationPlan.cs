using IdentityServer.Domain.Primitives;

namespace IdentityServer.Tests.Keys;

/// <summary>What a simulation is made of.</summary>
/// <param name="Look">How often the schedule has a look.</param>
/// <param name="Longest">A cut or a sleep, after which what a node publishes may be this old.</param>
internal sealed record SimulationPlan(int Rotations, TimeSpan Interval, TimeSpan AnnounceBefore, TimeSpan Look, TimeSpan Longest, IReadOnlyList<TimeSpan?> Patience)
{
    /// <summary>Whose keys they are, and so how long its tokens live.</summary>
    public PoolId Pool { get; init; } = PoolId.Default;
}
