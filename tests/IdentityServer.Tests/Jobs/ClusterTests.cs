using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Jobs;

/// <summary>Nodes on one PostgreSQL have one schedule.</summary>
public sealed class ClusterTests(PostgresCluster postgres)
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static Task<JobNode> StartAsync(string database, params RecurringJob[] jobs) => JobNode.StartAsync("PostgreSql", database, Ct, jobs);

    [Fact]
    public async Task Each_firing_goes_to_one_node_and_when_one_leaves_the_other_goes_on()
    {
        var database = await postgres.CreateDatabaseAsync(Ct);
        // Whoever starts first finds no schedule, and both may find none.
        RecurringJob first = new("count", RecurringJob.EverySecond), second = new("count", RecurringJob.EverySecond);
        var starts = await Task.WhenAll(StartAsync(database, first), StartAsync(database, second));
        await using var stays = starts[1];
        await using (var leaves = starts[0])
        {
            while (first.Count + second.Count == 0) await Task.Delay(20, Ct);
            var before = first.Count + second.Count;
            await Task.Delay(TimeSpan.FromSeconds(3), Ct);
            Assert.InRange(first.Count + second.Count - before, 2, 4);
            Assert.Empty(leaves.Log.Lines);
        }

        var until = second.Count + 2;
        Assert.True(await second.RanAsync(until, Soon), "The node that stayed did not go on.");
        Assert.Empty(stays.Log.Lines);
    }

    [Fact]
    public async Task A_start_brings_the_schedule_to_what_its_jobs_say()
    {
        var database = await postgres.CreateDatabaseAsync(Ct);
        await using (await StartAsync(database, new RecurringJob("changed", RecurringJob.Yearly), new RecurringJob("gone", RecurringJob.Yearly)))
            await PlannedAsync(database, "changed 0 0 3 1 1 ?\ngone 0 0 3 1 1 ?");

        RecurringJob first = new("changed", RecurringJob.EverySecond), second = new("changed", RecurringJob.EverySecond);
        var starts = await Task.WhenAll(StartAsync(database, first), StartAsync(database, second));
        await using var one = starts[0];
        await using var other = starts[1];
        await PlannedAsync(database, "changed * * * * * ?");
        while (first.Count + second.Count < 2) await Task.Delay(20, Ct);
        Assert.Empty(one.Log.Lines);
        Assert.Empty(other.Log.Lines);

        // As an older node would, that does not know the job.
        await postgres.QueryAsync(database, "DELETE FROM qrtz_triggers; DELETE FROM qrtz_job_details", Ct);
        await PlannedAsync(database, "changed * * * * * ?");
    }

    [Fact]
    public async Task A_missed_firing_runs_once_as_soon_as_there_is_a_node()
    {
        var database = await postgres.CreateDatabaseAsync(Ct);
        await using (await StartAsync(database, new RecurringJob("missed", RecurringJob.Yearly)))
            await PlannedAsync(database, "missed 0 0 3 1 1 ?");
        // Since year 1 in ticks of 100 ns, as Quartz counts: three days ago.
        await postgres.QueryAsync(database, $"UPDATE qrtz_triggers SET next_fire_time = {TimeProvider.System.GetUtcNow().AddDays(-3).UtcTicks}", Ct);

        RecurringJob first = new("missed", RecurringJob.Yearly), second = new("missed", RecurringJob.Yearly);
        var starts = await Task.WhenAll(StartAsync(database, first), StartAsync(database, second));
        await using var one = starts[0];
        await using var other = starts[1];
        while (first.Count + second.Count == 0) await Task.Delay(20, Ct);
        await Task.Delay(TimeSpan.FromSeconds(1.5), Ct);
        Assert.Equal(1, first.Count + second.Count);
    }

    [Fact]
    public async Task An_outage_is_one_line_and_the_schedule_goes_on_after_it()
    {
        var database = await postgres.CreateDatabaseAsync(Ct);
        var port = Repository.FreePort();
        await using var wire = new TcpProxy(port, postgres.Port);
        wire.Mend();
        var job = new RecurringJob("count", RecurringJob.EverySecond);
        await using var node = await StartAsync(database.Replace($"Port={postgres.Port}", $"Port={port}", StringComparison.Ordinal), job);
        Assert.True(await job.RanAsync(1, Soon));

        wire.Cut();
        await Task.Delay(TimeSpan.FromSeconds(2.5), Ct);
        var during = job.Count;
        wire.Mend();
        Assert.True(await job.RanAsync(during + 2, Soon), string.Join('\n', node.Log.Lines));
        Assert.Equal([1234, 1235], node.Log.Lines.Select(line => line.Id));
    }

    async Task PlannedAsync(string database, string expected)
    {
        var end = TimeProvider.System.GetUtcNow() + Soon;
        string planned;
        do
        {
            await Task.Delay(50, Ct);
            planned = await postgres.QueryAsync(database,
                "SELECT j.job_name || ' ' || coalesce(c.cron_expression, '-') FROM qrtz_job_details j LEFT JOIN qrtz_cron_triggers c ON c.trigger_name = j.job_name ORDER BY 1", Ct);
        }
        while (planned != expected && TimeProvider.System.GetUtcNow() < end);
        Assert.Equal(expected, planned);
    }
}
