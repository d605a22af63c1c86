using IdentityServer.Storage;

namespace IdentityServer.Startup;

/// <summary>Deletes expired rows every few minutes. Any number of nodes may do so at once: deleting twice deletes once.</summary>
internal sealed partial class PruneLoop(IPruning pruning, Readiness readiness, TimeProvider clock, ILogger<PruneLoop> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (readiness.StartupProblem is not null) continue;
            try
            {
                var rows = await pruning.PruneAsync(clock.GetUtcNow(), stoppingToken);
                Pruned(rows);
            }
            catch (StorageUnavailableException outage)
            {
                Postponed(outage.Message);
            }
        }
    }

    [LoggerMessage(EventId = 1211, Level = LogLevel.Debug, Message = "Pruned {Rows} expired rows")]
    partial void Pruned(int rows);

    [LoggerMessage(EventId = 1212, Level = LogLevel.Warning, Message = "Pruning waits for the database: {Problem}")]
    partial void Postponed(string problem);
}
