using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Pools;

/// <summary>The pools that we are the issuer of: the one at the root, and every live hosted user pool.</summary>
public interface IPoolDirectory
{
    /// <summary>Null for what is self-provided, disabled, deleted or was never there. From a snapshot; no query for the root.</summary>
    ValueTask<Pool?> FindAsync(PoolId id, CancellationToken ct);

    /// <summary>All of them, the root first; from the database.</summary>
    ValueTask<IReadOnlyList<Pool>> ListAsync(CancellationToken ct);
}
