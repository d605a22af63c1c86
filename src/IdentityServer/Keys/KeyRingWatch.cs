using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Signals;
using IdentityServer.Startup;
using IdentityServer.Storage;

namespace IdentityServer.Keys;

/// <summary>
/// Looks twice a second whether the keys have changed, anywhere; and raises the mark below which they may sign, well
/// before it is reached. Without the database the ring in memory goes on.
/// </summary>
internal sealed partial class KeyRingWatch(
    IKeyStore store, KeyRingLoader loader, KeyRotator rotator, KeyRings rings, Pool pool, Readiness readiness, TimeProvider clock, ILogger<KeyRingWatch> log) : BackgroundService, IKeyLease
{
    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    // Requests look as well; of two looks the slower would put back a ring whose keys the faster has given up.
    // Never disposed: nobody waits on its handle.
    readonly SemaphoreSlim looking = new(1);
    readonly HashSet<string> lateAlgorithms = [];
    long? failedAt;
    long seen = -1;
    long triedAt;

    /// <summary>One look. Also for who has just changed the keys and wants this node to know at once.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await looking.WaitAsync(ct);
        try
        {
            await LookAloneAsync(ct);
        }
        finally
        {
            looking.Release();
        }
    }

    public async ValueTask RenewAsync(PoolId renewed, CancellationToken ct)
    {
        if (HasJustFailed || !await looking.WaitAsync(AskAgainAfter, ct)) return;
        try
        {
            // Many may have waited; the first has done it, or failed, for all.
            if (HasJustFailed || rings.Find(renewed) is not { } ring || !ring.IsLeaseOver(clock.GetUtcNow())) return;
            await LookAloneAsync(ct);
            failedAt = null;
        }
        catch (StorageUnavailableException outage)
        {
            // Whether it can sign is the ring's to say; a queue before a database that is away helps nobody.
            failedAt = clock.GetTimestamp();
            Waits(outage.Message);
        }
        finally
        {
            looking.Release();
        }
    }

    bool HasJustFailed => failedAt is { } failed && clock.GetElapsedTime(failed) < AskAgainAfter;

    /// <summary>First what others have done, a revocation perhaps: it must not wait until this node can write.</summary>
    async Task LookAloneAsync(CancellationToken ct)
    {
        await FollowAsync(ct);
        if (rings.Find(pool.Id) is not { } ring || !ring.IsLeaseDue(clock.GetUtcNow())) return;
        await rotator.ExtendAsync(pool.Id, ct);
        await FollowAsync(ct);
    }

    async Task FollowAsync(CancellationToken ct)
    {
        var stamp = await store.StampAsync(ct);
        // Read before the keys: what changes in between is seen at the next look.
        // With a problem, what changes may be the master key's source: nobody raises a stamp for that.
        if (stamp != seen || (rings.Problem is not null && clock.GetElapsedTime(triedAt) >= MasterKeys.ReadAgainAfter))
        {
            triedAt = clock.GetTimestamp();
            var load = await loader.LoadAsync(pool.Id, rings.Find(pool.Id), ct);
            if (load.Problem is { } problem && problem != rings.Problem) CannotFollow(problem);
            rings.Take(pool.Id, load);
            seen = stamp;
        }
        rings.Confirm();
        Report();
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
            if (late != IsLate(policy.Algorithm)) Tell(policy.Algorithm, late);
            Signals.Successor(ring.Pool, policy.Algorithm, KeyRotation.Successor(ring.Keys, policy.Algorithm) is not null, late);
        }
    }

    bool IsLate(string algorithm) => lateAlgorithms.Contains(algorithm);

    /// <summary>Once when it begins and once when it is over: an alarm that repeats itself is not read.</summary>
    void Tell(string algorithm, bool late)
    {
        if (late)
        {
            lateAlgorithms.Add(algorithm);
            SuccessorMissing(algorithm);
        }
        else
        {
            lateAlgorithms.Remove(algorithm);
            SuccessorThere(algorithm);
        }
    }

    [LoggerMessage(EventId = 1254, Level = LogLevel.Error, Message = "The {Algorithm} key has no successor, and should have by now. Look whether the schedule runs; idp keys rotate makes one")]
    partial void SuccessorMissing(string algorithm);

    [LoggerMessage(EventId = 1255, Level = LogLevel.Information, Message = "The {Algorithm} key has its successor now")]
    partial void SuccessorThere(string algorithm);

    [LoggerMessage(EventId = 1251, Level = LogLevel.Debug, Message = "The keys in memory stay as they are: {Problem}")]
    partial void Waits(string problem);

    [LoggerMessage(EventId = 1252, Level = LogLevel.Error, Message = "The keys could not be followed")]
    partial void Failed(Exception bug);

    [LoggerMessage(EventId = 1253, Level = LogLevel.Error, Message = "Not ready: {Problem}")]
    partial void CannotFollow(string problem);
}
