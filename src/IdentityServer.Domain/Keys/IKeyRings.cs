using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>The current key ring of each pool.</summary>
public interface IKeyRings
{
    /// <summary>Null while the pool cannot issue tokens, or nobody has opened it on this node. A field read, no lock and no database.</summary>
    KeyRing? Find(PoolId pool);

    /// <summary>
    /// As <see cref="Find"/>; the first to ask on this node waits until the pool's keys are loaded, which makes them where
    /// it has none yet. From then on the node follows them. Null while the pool cannot issue tokens.
    /// </summary>
    /// <param name="pool">A pool of the <see cref="Pools.IPoolDirectory"/>: of any other none must be asked for.</param>
    ValueTask<KeyRing?> OpenAsync(PoolId pool, CancellationToken ct);
}
