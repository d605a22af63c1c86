using IdentityServer.Jobs;
using IdentityServer.Storage;
using IdentityServer.Testing;
using IdentityServer.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentityServer.Tests.Jobs;

/// <summary>A node on SQLite has its schedule in memory.</summary>
public sealed class SingleNodeTests : IAsyncLifetime
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    readonly string folder = Repository.TemporaryFolder("jobs");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync() => await Repository.RemoveAsync(folder);

    Task<JobNode> StartAsync(params RecurringJob[] jobs) => JobNode.StartAsync("Sqlite", $"Data Source={Path.Combine(folder, "idp.db")}", Ct, jobs);

    [Fact]
    public async Task A_job_that_fails_is_logged_and_runs_again_and_disturbs_no_other()
    {
        var away = new RecurringJob("away", RecurringJob.EverySecond, _ => throw new StorageUnavailableException());
        var broken = new RecurringJob("broken", RecurringJob.EverySecond, _ => throw new InvalidOperationException("A bug."));
        var misspelt = new RecurringJob("misspelt", "every day");
        var sound = new RecurringJob("sound", RecurringJob.EverySecond);
        await using var node = await StartAsync(misspelt, away, broken, sound);
        foreach (var job in new[] { away, broken, sound }) Assert.True(await job.RanAsync(3, Soon), job.Name);

        Assert.Equal(0, misspelt.Count);
        var lines = node.Log.Lines.GroupBy(line => line.Id).ToDictionary(group => group.Key, group => group.ToArray());
        Assert.Equal([1232, 1233, 1236], lines.Keys.Order());
        Assert.All(lines[1232], line => Assert.True(line.Level == LogLevel.Warning && line.Line.Contains("away", StringComparison.Ordinal)));
        Assert.All(lines[1233], line => Assert.True(line.Level == LogLevel.Error && line.Line.Contains("broken", StringComparison.Ordinal)));
        Assert.Single(lines[1236]);
    }

    [Fact]
    public async Task A_stop_waits_for_the_job_that_runs()
    {
        var isDone = false;
        var job = new RecurringJob("slow", RecurringJob.EverySecond, async ct =>
        {
            await Task.Delay(300, ct);
            isDone = true;
        });
        await using (var node = await StartAsync(job)) Assert.True(await job.RanAsync(1, Soon));
        Assert.True(isDone);
        Assert.Equal(1, job.Count);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_ever()
    {
        var wasCancelled = false;
        var job = new RecurringJob("endless", RecurringJob.EverySecond, async ct =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                wasCancelled = true;
            }
        });
        KeptLog log;
        await using (var node = await StartAsync(job))
        {
            log = node.Log;
            Assert.True(await job.RanAsync(1, Soon));
        }
        Assert.True(wasCancelled);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task The_server_runs_its_jobs_and_pruning_is_one_of_them()
    {
        var job = new RecurringJob("count", RecurringJob.EverySecond);
        await using var app = await IdpApp.StartAsync(services: services =>
        {
            services.Replace(ServiceDescriptor.Singleton(TimeProvider.System));
            services.AddSingleton(new JobPace { Settling = TimeSpan.FromMilliseconds(20) });
            services.AddSingleton<IScheduledJob>(job);
            services.AddHostedService<JobSchedule>();
        });
        Assert.True(await job.RanAsync(1, Soon));
        var prune = Assert.IsType<PruneJob>(Assert.Single(app.Services.GetServices<IScheduledJob>(), one => one.Name == "prune"));
        Assert.Equal(TimeSpan.FromMinutes(5), CronExpressions.LongestGap(prune.Cron, TimeProvider.System.GetUtcNow()));
        Assert.All(app.Services.GetServices<IScheduledJob>(), one => Assert.Null(CronExpressions.Problem(one.Cron)));
    }

    /// <summary>Loading it takes time that a start does not have.</summary>
    [Fact]
    public async Task A_node_that_has_just_become_ready_has_not_loaded_the_scheduler_yet()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var idp = await IdpProcess.StartAsync(new(), Ct);
        var loaded = await File.ReadAllTextAsync($"/proc/{idp.Id}/maps", Ct);
        Assert.Contains("IdentityServer.Storage.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Quartz.dll", loaded, StringComparison.Ordinal);
    }
}
