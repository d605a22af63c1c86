using IdentityServer.Storage;

namespace IdentityServer.Jobs;

/// <summary>Deletes expired rows. Any number of nodes may do so at once: deleting twice deletes once.</summary>
internal sealed class PruneJob(IPruning pruning, TimeProvider clock, JobLog log) : IScheduledJob
{
    public string Name => "prune";

    public string Cron => "0 0/5 * * * ?";

    public async Task RunAsync(CancellationToken ct)
    {
        var rows = await pruning.PruneAsync(clock.GetUtcNow(), ct);
        log.Pruned(rows);
    }
}
