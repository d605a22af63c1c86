using System.Collections.Concurrent;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Keys;

/// <summary>Holds each pool's current ring; replaced by reference, read without a lock.</summary>
internal sealed class KeyRings : IKeyRings
{
    readonly ConcurrentDictionary<PoolId, KeyRing> rings = new();

    /// <summary>Why a pool cannot issue tokens; null when all can.</summary>
    public string? Problem { get; private set; } = "The signing keys have not been loaded yet.";

    public KeyRing? Find(PoolId pool) => rings.GetValueOrDefault(pool);

    public void Take(PoolId pool, KeyRingLoad load)
    {
        if (load.Ring is not null) rings[pool] = load.Ring;
        else rings.TryRemove(pool, out _);
        Problem = load.Problem;
    }
}
