using Quartz;
using Quartz.Extensibility;

namespace IdentityServer.Jobs;

/// <summary>Finds the job of ours that a firing names.</summary>
internal sealed class JobRuns(IReadOnlyList<IScheduledJob> jobs, JobLog log, CancellationToken abandon) : IJobFactory
{
    readonly Dictionary<string, IScheduledJob> byName = jobs.ToDictionary(job => job.Name, StringComparer.Ordinal);

    public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken) =>
        new(new JobScope(new JobRun(byName.GetValueOrDefault(bundle.JobDetail.Key.Name), log, abandon)));

    public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken) => default;
}
