using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
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

    /// <summary>A pool whose tokens live for half a year: each key is public for that long after it has retired, beside all that came after it.</summary>
    [Fact]
    public Task No_token_is_refused_where_they_live_for_half_a_year() => RunAsync(new(
        Rotations: 12,
        Interval: TimeSpan.FromDays(90),
        AnnounceBefore: TimeSpan.FromDays(14),
        Look: TimeSpan.FromHours(1),
        LongestCut,
        Patience: [TimeSpan.Zero, StubbornCache, null])
    {
        Pool = new(Ids.NewUuid(TimeProvider.System)),
    });

    static async Task AddPoolAsync(SimulatedNode node, PoolId pool)
    {
        var id = Ids.NewUuid(TimeProvider.System);
        await node.Get<IOrganizationStore>().AddAsync(new() { Id = id, Name = "Shop", CreatedAt = node.Now }, null, Record(AuditAction.OrganizationCreated), Ct);
        Assert.True(await node.Get<IUserPoolStore>().AddAsync(
            new() { Id = pool, OrganizationId = id, Name = "Shoppers", CompatibleLifetime = true, CreatedAt = node.Now, Version = id }, Record(AuditAction.UserPoolCreated), Ct));

        AuditRecord Record(AuditAction action) => AuditRecord.Of(TimeProvider.System, action, Actors.System, id, id);
    }

    async Task RunAsync(SimulationPlan plan)
    {
        const ulong Seed = 20_260_000;
        // Nothing here is about power cuts, so no commit waits for the disk.
        var database = await postgres.CreateDatabaseAsync(Ct) + ";Options=-c synchronous_commit=off;No Reset On Close=true;Max Auto Prepare=60;Auto Prepare Min Usages=2";
        await using (SimulatedNode first = new("first", database, new byte[MasterKey.Size], new(new(), TimeSpan.Zero)))
        {
            await first.MigrateAsync(Ct);
            if (plan.Pool != PoolId.Default) await AddPoolAsync(first, plan.Pool);
        }
        await KeyLaw.EnforceAsync(postgres, database, Ct);
        await postgres.QueryAsync(database, $"""
            INSERT INTO "RotationPolicies" ("PoolId", "Algorithm", "Interval", "AnnounceBefore", "Schedule")
            VALUES ('{plan.Pool}', 'ES256', {(long)plan.Interval.TotalSeconds}, {(long)plan.AnnounceBefore.TotalSeconds}, '{RotationPolicies.DefaultSchedule}')
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
