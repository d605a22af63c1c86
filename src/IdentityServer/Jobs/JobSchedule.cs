using IdentityServer.Startup;
using IdentityServer.Storage.Jobs;

namespace IdentityServer.Jobs;

/// <summary>Runs the schedule from readiness to the end of the process. No method that runs before names a type of Quartz.</summary>
internal sealed class JobSchedule(IServiceProvider services, Readiness readiness, JobPace pace, TimeProvider clock, JobLog log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do await Task.Delay(pace.Settling, clock, stoppingToken);
        while (readiness.StartupProblem is not null);
        await KeepAsync(stoppingToken);
    }

    async Task KeepAsync(CancellationToken ct)
    {
        JobEngine? engine = null;
        var failures = 0;
        try
        {
            while (true)
            {
                try
                {
                    engine ??= new([.. services.GetServices<IScheduledJob>()], services.GetService<JobStore>(), pace, clock, log);
                    await engine.LookAfterAsync(ct);
                    log.Well();
                    failures = 0;
                }
                // Whatever it is, the server goes on without its jobs, and tries again.
                catch (Exception trouble) when (!ct.IsCancellationRequested)
                {
                    // Once is what nodes do to each other that start together.
                    if (++failures > 1) log.Trouble(trouble);
                }
                await Task.Delay(failures > 0 || log.IsTroubled ? pace.Retry : pace.Check, clock, ct);
            }
        }
        finally
        {
            if (engine is not null) await engine.DisposeAsync();
        }
    }
}
