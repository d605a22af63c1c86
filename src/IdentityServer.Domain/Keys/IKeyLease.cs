using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Raises the mark below which a pool's keys may sign, where it has been reached: after a machine was suspended, for
/// example, or as soon as a pool allows longer lives than before. Otherwise it is raised long before, and nobody has to ask.
/// </summary>
public interface IKeyLease
{
    /// <summary>Leaves the ring as it is where the database does not answer.</summary>
    /// <param name="until">Until when a token is to live that the ring could not sign.</param>
    ValueTask RenewAsync(PoolId pool, DateTimeOffset until, CancellationToken ct);
}
