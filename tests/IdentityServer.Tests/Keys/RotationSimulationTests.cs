using IdentityServer.Domain.Keys;
using IdentityServer.Testing;
using IdentityServer.Tests.Operations;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>
/// Rotation under a law that others rely on: no token ever meets a copy of our JWK set, however that was obtained, which
/// does not have its key; and no key is public, or private, for longer than the tokens need.
/// </summary>
[Collection(Alone.Name)]
public sealed class RotationSimulationTests(PostgresCluster postgres, ITestOutputHelper output)
{
    static readonly TimeSpan StubbornCache = TimeSpan.FromHours(12);
    static readonly TimeSpan LongestCut = TimeSpan.FromHours(4);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Who keeps a set for twelve hours, and may have it of a node that was cut off for four, is served by an announcement
    /// that is longer than both and what clocks differ.
    /// </summary>
    [Fact]
    public Task No_token_is_refused_in_a_thousand_rotations() => RunAsync(new(
        Rotations: 1000,
        Interval: TimeSpan.FromHours(18),
        AnnounceBefore: StubbornCache + LongestCut + TimeSpan.FromHours(1),
        Look: TimeSpan.FromHours(1),
        LongestCut,
        Patience: [TimeSpan.Zero, TimeSpan.FromMinutes(10), StubbornCache, StubbornCache, StubbornCache, null, null]));

    /// <summary>The shortest announcement that a policy may have leaves nothing over: all caches that obey us, clocks two minutes apart, five seconds until every node knows.</summary>
    [Fact]
    public Task No_token_is_refused_where_the_announcement_is_as_short_as_it_may_be() => RunAsync(new(
        Rotations: 200,
        Interval: TimeSpan.FromHours(3),
        AnnounceBefore: KeyTimes.ShortestAnnouncement,
        Look: TimeSpan.FromSeconds(15),
        Longest: TimeSpan.Zero,
        Patience: [TimeSpan.Zero, KeyTimes.MaxAge, KeyTimes.MaxAge, KeyTimes.MaxAge, null, null]));

    async Task RunAsync(SimulationPlan plan)
    {
        const ulong Seed = 20_260_000;
        // Nothing here is about power cuts, so no commit waits for the disk.
        var database = await postgres.CreateDatabaseAsync(Ct) + ";Options=-c synchronous_commit=off;No Reset On Close=true;Max Auto Prepare=60;Auto Prepare Min Usages=2";
        await using (SimulatedNode first = new("first", database, new byte[MasterKey.Size], new(new(), TimeSpan.Zero))) await first.MigrateAsync(Ct);
        await KeyLaw.EnforceAsync(postgres, database, Ct);
        await postgres.QueryAsync(database, $"""
            INSERT INTO "RotationPolicies" ("PoolId", "Algorithm", "Interval", "AnnounceBefore", "Schedule")
            VALUES ('default', 'ES256', {(long)plan.Interval.TotalSeconds}, {(long)plan.AnnounceBefore.TotalSeconds}, '{RotationPolicies.DefaultSchedule}')
            """, Ct);
        await using Simulation simulation = new(plan, database, Seed);
        try
        {
            await simulation.RunAsync();
        }
        finally
        {
            output.WriteLine($"Seed {Seed}. {simulation}");
        }
        Assert.Equal(plan.Rotations, simulation.Ledger.Rotations);
    }
}
