using IdentityServer.Storage;
using Quartz;

namespace IdentityServer.Jobs;

/// <summary>What Quartz runs at each firing: the job of ours whose name it was. Nothing that happens in it reaches Quartz.</summary>
/// <param name="job">Null where this node has none of that name.</param>
/// <param name="abandon">The node has no more time to wait for it.</param>
[DisallowConcurrentExecution]
internal sealed class JobRun(IScheduledJob? job, JobLog log, CancellationToken abandon) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (job is null)
        {
            log.Unknown(context.JobDetail.Key.Name);
            return;
        }
        try
        {
            await job.RunAsync(abandon);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Another node, or the next start, takes it up.
        }
        catch (StorageUnavailableException outage)
        {
            log.Postponed(job.Name, outage.InnerException?.Message ?? outage.Message);
        }
        catch (Exception bug)
        {
            log.Failed(job.Name, bug);
        }
    }
}
