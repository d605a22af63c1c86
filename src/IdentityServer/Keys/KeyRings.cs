using System.Collections.Concurrent;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Keys;

/// <summary>Holds each pool's current ring; replaced by reference, read without a lock.</summary>
internal sealed class KeyRings(TimeProvider clock) : IKeyRings
{
    /// <summary>Who took a ring before it was replaced has finished signing by then.</summary>
    static readonly TimeSpan InUse = TimeSpan.FromSeconds(30);

    /// <summary>Much longer than a look takes, much shorter than what caches keep.</summary>
    static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<PoolId, KeyRing> rings = new();
    long confirmedAt = TimeProvider.System.GetTimestamp();

    /// <summary>Why a pool cannot issue tokens; null when all can.</summary>
    public string? Problem { get; private set; } = "The signing keys have not been loaded yet.";

    /// <summary>Whether the database has lately said that these are its keys. A node that is cut off goes on with what it has.</summary>
    public bool IsConfirmed => TimeProvider.System.GetElapsedTime(Volatile.Read(ref confirmedAt)) < TrustedFor;

    public IEnumerable<KeyRing> All => rings.Values;

    public KeyRing? Find(PoolId pool) => rings.GetValueOrDefault(pool);

    public void Take(PoolId pool, KeyRingLoad load)
    {
        var before = Find(pool);
        // Without a new one the old ring goes on, and the problem says that this node needs looking after.
        if (load.Ring is not null) rings[pool] = load.Ring;
        Problem = load.Problem;
        if (before is not null && load.Ring is not null) _ = ForgetAsync(before, load.Ring);
    }

    public void Confirm() => Volatile.Write(ref confirmedAt, TimeProvider.System.GetTimestamp());

    /// <summary>Private keys that sign no more leave the memory too.</summary>
    async Task ForgetAsync(KeyRing before, KeyRing after)
    {
        var kept = after.Signers.Select(signer => signer.Credential).ToHashSet();
        var gone = before.Signers.Select(signer => signer.Credential).Where(credential => !kept.Contains(credential)).ToList();
        if (gone.Count == 0) return;
        await Task.Delay(InUse, clock);
        // By then another ring may have it again.
        var held = Find(after.Pool)?.Signers.Select(signer => signer.Credential).ToHashSet() ?? [];
        foreach (var credential in gone.Where(credential => !held.Contains(credential))) credential.Dispose();
    }
}
