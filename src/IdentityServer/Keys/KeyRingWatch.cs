using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Signals;
using IdentityServer.Startup;
using IdentityServer.Storage;

namespace IdentityServer.Keys;

/// <summary>
/// Looks twice a second whether keys have changed, anywhere, and loads those of the pools concerned; and raises the mark
/// below which they may sign, well before it is reached. Without the database the rings in memory go on.
/// </summary>
internal sealed partial class KeyRingWatch(
    IKeyStore store, KeyRingLoader loader, KeyRotator rotator, KeyRings rings, IPoolDirectory pools, Readiness readiness, TimeProvider clock, ILogger<KeyRingWatch> log) : BackgroundService, IKeyLease
{
    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>In one look: what others have changed must not wait for a thousand writes, and a mark is raised long before it is reached.</summary>
    const int MostRaised = 20;

    readonly HashSet<(PoolId, string Algorithm)> late = [];
    readonly Dictionary<PoolId, long> triedAt = [];
    long? failedAt;
    long seen = -1;

    /// <summary>One look. Also for who has just changed the keys and wants this node to know at once.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await rings.Turn.WaitAsync(ct);
        try
        {
            await LookAloneAsync(PoolId.Default, ct);
        }
        finally
        {
            rings.Turn.Release();
        }
    }

    public async ValueTask RenewAsync(PoolId pool, DateTimeOffset until, CancellationToken ct)
    {
        if (HasJustFailed || !await rings.Turn.WaitAsync(AskAgainAfter, ct)) return;
        try
        {
            // Many may have waited; the first has done it, or failed, for all.
            if (HasJustFailed || rings.Find(pool) is not { } ring || ring.Reaches(until)) return;
            await LookAloneAsync(pool, ct);
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
            rings.Turn.Release();
        }
    }

    bool HasJustFailed => failedAt is { } failed && clock.GetElapsedTime(failed) < AskAgainAfter;

    /// <summary>First what others have done, a revocation perhaps: it must not wait until this node can write.</summary>
    /// <param name="first">Whose mark is raised before all others'.</param>
    async Task LookAloneAsync(PoolId first, CancellationToken ct)
    {
        await FollowAsync(ct);
        var now = clock.GetUtcNow();
        var due = rings.All.Where(load => load.Value.Ring?.IsLeaseDue(now) is true).Select(load => load.Key).OrderBy(pool => pool != first).Take(MostRaised).ToList();
        if (due.Count == 0) return;
        foreach (var pool in due) await GuardAsync(pool, () => RaiseAsync(pool, ct));
        await FollowAsync(ct);
    }

    async Task RaiseAsync(PoolId pool, CancellationToken ct)
    {
        if (await pools.FindAsync(pool, ct) is null) Drop(pool);
        else await rotator.ExtendAsync(pool, ct);
    }

    async Task FollowAsync(CancellationToken ct)
    {
        // Read before the keys: what changes in between is seen at the next look.
        var stamp = await store.StampAsync(ct);
        // The first look trusts nothing that was read before.
        var changed = stamp == seen ? [] : seen < 0 ? rings.All.Select(load => load.Key) : await store.ChangedSinceAsync(seen, ct);
        // With a problem, what changes may be the master key's source: nobody raises a stamp for that.
        var stuck = rings.All.Where(load => load.Value.Problem is not null && IsToBeTried(load.Key)).Select(load => load.Key);
        foreach (var pool in changed.Union(stuck).Where(rings.IsOpen).ToList()) await GuardAsync(pool, () => LoadAsync(pool, ct));
        seen = stamp;
        rings.Confirm();
        Report();
    }

    async Task LoadAsync(PoolId pool, CancellationToken ct)
    {
        triedAt[pool] = clock.GetTimestamp();
        var load = rings.Find(pool) is { } ring ? await loader.LoadAsync(pool, ring, ct) : await loader.StartAsync(pool, ct);
        if (load.Problem is { } problem && problem != rings.ProblemOf(pool)) Tell(pool, problem);
        if (load.Problem is null) triedAt.Remove(pool);
        rings.Take(pool, load);
    }

    /// <summary>What is wrong with one pool is not to hold up the others.</summary>
    async Task GuardAsync(PoolId pool, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception known) when (known is StorageUnavailableException or OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // It is tried again in a moment.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Failed(bug, pool);
            rings.Take(pool, new(null, "The signing keys could not be followed. The log says why."));
        }
    }

    bool IsToBeTried(PoolId pool) => !triedAt.TryGetValue(pool, out var at) || clock.GetElapsedTime(at) >= MasterKeys.ReadAgainAfter;

    /// <summary>Nobody can ask for it any more; should it be served again, it is opened again.</summary>
    void Drop(PoolId pool)
    {
        rings.Drop(pool);
        triedAt.Remove(pool);
        late.RemoveWhere(algorithm => algorithm.Item1 == pool);
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
        var now = clock.GetUtcNow();
        foreach (var (_, load) in rings.All)
        {
            if (load.Ring is not { } ring) continue;
            foreach (var policy in ring.Policies)
            {
                var isLate = KeyRotation.MissingSince(ring.Keys, policy, now) is not null;
                if (isLate != late.Contains((ring.Pool, policy.Algorithm))) Tell(ring.Pool, policy.Algorithm, isLate);
                Signals.Successor(ring.Pool, policy.Algorithm, KeyRotation.Successor(ring.Keys, policy.Algorithm) is not null, isLate);
            }
        }
    }

    /// <summary>Once when it begins and once when it is over: an alarm that repeats itself is not read.</summary>
    void Tell(PoolId pool, string algorithm, bool isLate)
    {
        if (isLate)
        {
            late.Add((pool, algorithm));
            SuccessorMissing(algorithm, pool);
        }
        else
        {
            late.Remove((pool, algorithm));
            SuccessorThere(algorithm, pool);
        }
    }

    void Tell(PoolId pool, string problem)
    {
        if (pool == PoolId.Default) CannotFollow(problem);
        else CannotFollowPool(pool, problem);
    }

    [LoggerMessage(EventId = 1254, Level = LogLevel.Error, Message = "The {Algorithm} key has no successor, and should have by now (pool {Pool}). Look whether the schedule runs; idp keys rotate makes one")]
    partial void SuccessorMissing(string algorithm, PoolId pool);

    [LoggerMessage(EventId = 1255, Level = LogLevel.Information, Message = "The {Algorithm} key has its successor now (pool {Pool})")]
    partial void SuccessorThere(string algorithm, PoolId pool);

    [LoggerMessage(EventId = 1251, Level = LogLevel.Debug, Message = "The keys in memory stay as they are: {Problem}")]
    partial void Waits(string problem);

    [LoggerMessage(EventId = 1252, Level = LogLevel.Error, Message = "The keys could not be followed")]
    partial void Failed(Exception bug);

    [LoggerMessage(EventId = 1253, Level = LogLevel.Error, Message = "Not ready: {Problem}")]
    partial void CannotFollow(string problem);

    [LoggerMessage(EventId = 1259, Level = LogLevel.Error, Message = "The keys of pool {Pool} could not be followed")]
    partial void Failed(Exception bug, PoolId pool);

    [LoggerMessage(EventId = 1258, Level = LogLevel.Error, Message = "The pool {Pool} cannot issue tokens with all of its keys: {Problem}")]
    partial void CannotFollowPool(PoolId pool, string problem);
}
