using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Raises the mark below which a pool's keys may sign, where it has been reached: after a machine was suspended, for
/// example. Otherwise it is raised long before, and nobody has to ask.
/// </summary>
public interface IKeyLease
{
    /// <summary>Leaves the ring as it is where the database does not answer.</summary>
    ValueTask RenewAsync(PoolId pool, CancellationToken ct);
}
