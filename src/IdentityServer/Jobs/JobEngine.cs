using System.Security.Cryptography;
using IdentityServer.Storage.Jobs;
using Quartz;

namespace IdentityServer.Jobs;

/// <summary>A running scheduler of Quartz: the one place that knows how it is put together.</summary>
internal sealed class JobEngine : IAsyncDisposable
{
    /// <summary>The same for all nodes: it is what makes their schedule one.</summary>
    const string Name = "idp";

    // What is left when a cancelled job does not heed it.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    readonly CancellationTokenSource abandon = new();
    readonly IReadOnlyList<IScheduledJob> jobs;
    readonly JobPace pace;
    readonly TimeProvider clock;
    readonly JobLog log;
    readonly StandaloneSchedulerFactory factory;
    readonly Dictionary<string, string> planned = [];
    bool isStarted;

    public JobEngine(IReadOnlyList<IScheduledJob> jobs, JobStore? store, JobPace pace, TimeProvider clock, JobLog log)
    {
        (this.pace, this.clock, this.log) = (pace, clock, log);
        this.jobs = [.. jobs.Where(IsSound)];
        factory = QuartzSchedulerBuilder.Create(quartz => Describe(quartz, store)).Build();
    }

    /// <summary>
    /// Starts what has not been started: these jobs, in place of what an earlier start has left in the store. Later puts back
    /// what is missing, because an older node that starts meanwhile removes what it does not know. Throws while the database is away.
    /// </summary>
    public async Task LookAfterAsync(CancellationToken ct)
    {
        var scheduler = await factory.GetScheduler(ct);
        var plan = new JobPlan(scheduler, clock);
        if (isStarted)
        {
            await plan.RepairAsync(jobs, ct);
            // A setting that is in the database changes while we run, and for all nodes.
            await PlanAnewAsync(plan, ct);
            return;
        }
        await plan.ApplyAsync(jobs, ct);
        foreach (var job in jobs) planned[job.Name] = job.Cron;
        await scheduler.Start(ct);
        isStarted = true;
    }

    async Task PlanAnewAsync(JobPlan plan, CancellationToken ct)
    {
        var changed = jobs.Where(job => planned[job.Name] != job.Cron && CronExpressions.Problem(job.Cron) is null).ToList();
        if (changed.Count > 0) await plan.PlanAnewAsync(changed, ct);
        foreach (var job in changed) planned[job.Name] = job.Cron;
    }

    /// <summary>Lets a running job end, cancels it when that takes too long, and leaves it behind in the end.</summary>
    public async ValueTask DisposeAsync()
    {
        var stopping = StopSchedulerAsync();
        try
        {
            if (await Task.WhenAny(stopping, Task.Delay(pace.Patience, clock)) != stopping) await abandon.CancelAsync();
            await stopping.WaitAsync(Grace, clock);
            abandon.Dispose();
        }
        catch (Exception exception) when (exception is TimeoutException or SchedulerException)
        {
            log.LeftBehind(exception.Message);
        }
    }

    async Task StopSchedulerAsync()
    {
        foreach (var scheduler in await factory.GetAllSchedulers(CancellationToken.None))
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        await factory.DisposeAsync();
    }

    bool IsSound(IScheduledJob job)
    {
        if (CronExpressions.Problem(job.Cron) is not { } problem) return true;
        log.NotScheduled(job.Name, problem);
        return false;
    }

    void Describe(IQuartzBuilder quartz, JobStore? store)
    {
        quartz.UseTimeProvider(clock);
        quartz.UseJobFactory(new JobRuns(jobs, log, abandon.Token));
        quartz.AddSchedulerListener(new JobTroubles(log));
        quartz.UseDefaultThreadPool(maxConcurrency: 4);
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = Name;
            // Quartz makes one of the host's name and the time, which two containers that start together may share.
            scheduler.InstanceId = $"{Environment.MachineName}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
            scheduler.IdleWaitTime = pace.Poll;
            scheduler.MaxBatchSize = 1;
        });
        if (store is null) quartz.UseInMemoryStore();
        else quartz.UsePersistentStore(persistent => Describe(persistent, store));
    }

    void Describe(IPersistentStoreBuilder persistent, JobStore store)
    {
        if (store.Provider == "SqlServer") persistent.UseSqlServer(store.Connections, store.ConnectionString);
        else persistent.UsePostgres(store.Connections, store.ConnectionString);
        persistent.UseClustering(cluster =>
        {
            cluster.CheckinInterval = pace.CheckIn;
            cluster.CheckinMisfireThreshold = pace.CheckIn;
        });
        persistent.ConfigureStore(tables =>
        {
            tables.TablePrefix = JobStore.TablePrefix;
            tables.StoreJobDataAsStrings = true;
            tables.DbRetryInterval = pace.Retry;
            // The victim of a deadlock tries again at once; an outage is not for Quartz to sit out, with its callers waiting.
            tables.TransientRetryInterval = TimeSpan.FromMilliseconds(200);
            // What is left behind at a stop must not hold the process.
            tables.UseBackgroundThreads = true;
            // A trigger is never given up, whatever happens to it.
            tables.MaxConsecutiveFireFailures = 0;
            // The tables are ours to make; a version of Quartz that asks for others says so at once.
            tables.SchemaProvisioning = SchemaProvisioning.Validate;
        });
    }
}
