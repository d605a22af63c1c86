using Quartz;

namespace IdentityServer.Jobs;

/// <summary>
/// Brings what the store has planned to what the jobs say. Each step is one operation of the store, under its lock, so
/// nodes that do so at once end with the same.
/// </summary>
internal sealed class JobPlan(IScheduler scheduler, TimeProvider clock)
{
    const string Group = "idp";

    /// <summary>At start: new jobs, changed expressions, and no more of those that are gone.</summary>
    public async Task ApplyAsync(IReadOnlyList<IScheduledJob> jobs, CancellationToken ct)
    {
        await PlanAnewAsync(jobs, ct);
        var stored = await scheduler.QueryJobs(new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(Group) }, ct);
        foreach (var header in stored.Items)
            if (jobs.All(job => job.Name != header.Key.Name)) await scheduler.DeleteJob(header.Key, ct);
    }

    /// <summary>Those whose expression may have changed.</summary>
    public async Task PlanAnewAsync(IReadOnlyList<IScheduledJob> jobs, CancellationToken ct)
    {
        foreach (var job in jobs)
        {
            // With the class it runs by, which another version may have called differently.
            await scheduler.AddJob(DetailOf(job), AddJobOptions.Replacing, ct);
            // One that is planned as it should be stays: it knows whether it has missed a firing.
            if (!await IsPlannedAsync(job, ct)) await scheduler.ScheduleJob(TriggerOf(job), ScheduleJobOptions.Replacing, ct);
        }
    }

    /// <summary>While running: nothing is removed or changed, so that nodes of two versions do not undo each other's work for ever.</summary>
    public async Task RepairAsync(IReadOnlyList<IScheduledJob> jobs, CancellationToken ct)
    {
        foreach (var job in jobs)
        {
            if (await scheduler.GetTriggerState(KeyOf(job), ct) is not (TriggerState.None or TriggerState.Error)) continue;
            await scheduler.AddJob(DetailOf(job), AddJobOptions.Replacing, ct);
            await scheduler.ScheduleJob(TriggerOf(job), ScheduleJobOptions.Replacing, ct);
        }
    }

    async Task<bool> IsPlannedAsync(IScheduledJob job, CancellationToken ct) =>
        await scheduler.GetTrigger(KeyOf(job), ct) is ICronTrigger trigger
        && trigger.CronExpressionString == CronExpression.Parse(job.Cron).CronExpressionString
        && await scheduler.GetTriggerState(KeyOf(job), ct) != TriggerState.Error;

    static TriggerKey KeyOf(IScheduledJob job) => new(job.Name, Group);

    static IJobDetail DetailOf(IScheduledJob job) => JobBuilder.Create<JobRun>().WithIdentity(job.Name, Group).StoreDurably().Build();

    ITrigger TriggerOf(IScheduledJob job) => TriggerBuilder.Create(clock)
        .WithIdentity(KeyOf(job))
        .ForJob(new JobKey(job.Name, Group))
        .WithSchedule(CronScheduleBuilder.Create(job.Cron).InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
        .Build();
}
