using System.Collections.Concurrent;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Keys;

/// <summary>
/// Holds the current ring of the root's pool, and of every other that somebody has asked for; replaced by reference, read
/// without a lock. <see cref="KeyRingWatch"/> follows those that are here.
/// </summary>
internal sealed class KeyRings(KeyRingLoader loader, TimeProvider clock) : IKeyRings
{
    /// <summary>Who took a ring before it was replaced has finished signing by then.</summary>
    static readonly TimeSpan InUse = TimeSpan.FromSeconds(30);

    /// <summary>Much longer than a look takes, much shorter than what caches keep.</summary>
    static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<PoolId, KeyRingLoad> loads = new();
    readonly ConcurrentDictionary<PoolId, Lazy<Task>> opening = new();
    long confirmedAt = TimeProvider.System.GetTimestamp();

    /// <summary>Why the root's pool cannot issue tokens; null when it can.</summary>
    public string? Problem => ProblemOf(PoolId.Default);

    /// <summary>Whether the database has lately said that these are its keys. A node that is cut off goes on with what it has.</summary>
    public bool IsConfirmed => TimeProvider.System.GetElapsedTime(Volatile.Read(ref confirmedAt)) < TrustedFor;

    /// <summary>What is here: of each pool its ring, where it has one, and what is wrong with it.</summary>
    public IEnumerable<KeyValuePair<PoolId, KeyRingLoad>> All => loads;

    /// <summary>
    /// Held by whoever takes a ring that it has just read: of two, the slower would put back what the faster has replaced.
    /// Never disposed: nobody waits on its handle.
    /// </summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Whether somebody has asked for its ring.</summary>
    public bool IsOpen(PoolId pool) => loads.ContainsKey(pool);

    public KeyRing? Find(PoolId pool) => loads.GetValueOrDefault(pool)?.Ring;

    /// <summary>Why a pool cannot issue tokens, or not with all of its keys; null when it can.</summary>
    public string? ProblemOf(PoolId pool) => loads.TryGetValue(pool, out var load) ? load.Problem : "The signing keys have not been loaded yet.";

    public async ValueTask<KeyRing?> OpenAsync(PoolId pool, CancellationToken ct)
    {
        // What could not be loaded is tried again by the watch, not by everybody who asks.
        if (loads.TryGetValue(pool, out var here)) return here.Ring;
        await opening.GetOrAdd(pool, static (id, rings) => new(() => rings.LoadAsync(id)), this).Value.WaitAsync(ct);
        return Find(pool);
    }

    public void Take(PoolId pool, KeyRingLoad load)
    {
        var before = Find(pool);
        // Without a new one the old ring goes on, and the problem says that this node needs looking after.
        loads[pool] = load with { Ring = load.Ring ?? before };
        if (before is not null && load.Ring is not null) _ = ForgetAsync(before, load.Ring);
    }

    /// <summary>The pool is not served any more.</summary>
    public void Drop(PoolId pool)
    {
        if (loads.TryRemove(pool, out var load) && load.Ring is { } ring) _ = ForgetAsync(ring, null);
    }

    public void Confirm() => Volatile.Write(ref confirmedAt, TimeProvider.System.GetTimestamp());

    /// <summary>Once for all who wait for it, whichever of them hangs up.</summary>
    async Task LoadAsync(PoolId pool)
    {
        try
        {
            // Making keys takes its time; nobody else waits for that.
            var started = await loader.StartAsync(pool, CancellationToken.None);
            await Turn.WaitAsync();
            try
            {
                // Read again while nobody else may: what was changed before now is in it, and what comes after now the watch finds.
                Take(pool, started.Ring is null ? started : await loader.LoadAsync(pool, started.Ring, CancellationToken.None));
            }
            finally
            {
                Turn.Release();
            }
        }
        finally
        {
            opening.TryRemove(pool, out _);
        }
    }

    /// <summary>Private keys that sign no more leave the memory too.</summary>
    async Task ForgetAsync(KeyRing before, KeyRing? after)
    {
        var kept = after?.Signers.Select(signer => signer.Credential).ToHashSet() ?? [];
        var gone = before.Signers.Select(signer => signer.Credential).Where(credential => !kept.Contains(credential)).ToList();
        if (gone.Count == 0) return;
        await Task.Delay(InUse, clock);
        // By then another ring may have it again.
        var held = Find(before.Pool)?.Signers.Select(signer => signer.Credential).ToHashSet() ?? [];
        foreach (var credential in gone.Where(credential => !held.Contains(credential))) credential.Dispose();
    }
}
