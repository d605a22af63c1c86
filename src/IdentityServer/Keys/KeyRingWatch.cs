using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Signals;
using IdentityServer.Startup;
using IdentityServer.Storage;

namespace IdentityServer.Keys;

/// <summary>
/// Looks twice a second whether the keys have changed, anywhere; and raises the mark below which they may sign, well
/// before it is reached. Without the database the ring in memory goes on.
/// </summary>
internal sealed partial class KeyRingWatch(
    IKeyStore store, KeyRingLoader loader, KeyRotator rotator, KeyRings rings, Pool pool, Readiness readiness, TimeProvider clock, ILogger<KeyRingWatch> log) : BackgroundService
{
    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // Of two looks the slower would put back a ring whose keys the faster has given up.
    readonly SemaphoreSlim looking = new(1);
    long seen = -1;

    /// <summary>One look. Also for who has just changed the keys and wants this node to know at once.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await looking.WaitAsync(ct);
        try
        {
            if (rings.Find(pool.Id) is { } ring && ring.IsLeaseDue(clock.GetUtcNow())) await rotator.ExtendAsync(pool.Id, ct);
            var stamp = await store.StampAsync(ct);
            // Read before the keys: what changes in between is seen at the next look.
            if (stamp != seen)
            {
                var load = await loader.LoadAsync(pool.Id, rings.Find(pool.Id), ct);
                if (load.Problem is { } problem && problem != rings.Problem) CannotFollow(problem);
                rings.Take(pool.Id, load);
                seen = stamp;
            }
        }
        finally
        {
            looking.Release();
        }
        Report();
    }

    public override void Dispose()
    {
        looking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (readiness.StartupProblem is null)
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (StorageUnavailableException outage)
                {
                    Waits(outage.Message);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    return;
                }
#pragma warning disable CA1031 // The next look may pass; a node that stopped looking would publish yesterday's keys.
                catch (Exception bug)
#pragma warning restore CA1031
                {
                    Failed(bug);
                }
            }
            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    void Report()
    {
        if (rings.Find(pool.Id) is not { } ring) return;
        var now = clock.GetUtcNow();
        foreach (var policy in ring.Policies)
        {
            var late = KeyRotation.MissingSince(ring.Keys, policy, now) is not null;
            Signals.Successor(ring.Pool, policy.Algorithm, KeyRotation.Successor(ring.Keys, policy.Algorithm) is not null, late);
        }
    }

    [LoggerMessage(EventId = 1251, Level = LogLevel.Debug, Message = "The keys in memory stay as they are: {Problem}")]
    partial void Waits(string problem);

    [LoggerMessage(EventId = 1252, Level = LogLevel.Error, Message = "The keys could not be followed")]
    partial void Failed(Exception bug);

    [LoggerMessage(EventId = 1253, Level = LogLevel.Error, Message = "Not ready: {Problem}")]
    partial void CannotFollow(string problem);
}
