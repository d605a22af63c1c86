using Quartz;

namespace IdentityServer.Jobs;

/// <summary>Hears of what goes wrong inside Quartz, which has no logger of its own here.</summary>
internal sealed class JobTroubles(JobLog log) : ISchedulerListener
{
    public string Name => nameof(JobTroubles);

    public ValueTask SchedulerError(IScheduler scheduler, SchedulerErrorContext errorContext, CancellationToken cancellationToken)
    {
        log.Trouble(errorContext.Exception);
        return default;
    }
}
