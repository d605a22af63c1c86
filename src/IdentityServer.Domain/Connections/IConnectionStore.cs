using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Connections;

/// <summary>Connections of all pools. Reads of a pool come from a snapshot that is at most a second behind the database on every node.</summary>
public interface IConnectionStore
{
    /// <summary>All of the pool, disabled ones too, oldest first; from the snapshot.</summary>
    ValueTask<IReadOnlyList<Connection>> OfPoolAsync(PoolId pool, CancellationToken ct);

    /// <summary>Disabled too; from the snapshot.</summary>
    ValueTask<Connection?> FindAsync(PoolId pool, string id, CancellationToken ct);

    /// <summary>From the database, by pool and id.</summary>
    ValueTask<IReadOnlyList<Connection>> ListAsync(string organizationId, CancellationToken ct);

    /// <summary>
    /// Refused where the pool has one of this id or of this issuer, or has identities under this id that are of another issuer:
    /// they would become somebody else's users.
    /// </summary>
    ValueTask<Outcome> AddAsync(Connection connection, RecordedChange change, CancellationToken ct);

    /// <param name="version">The one that the change was decided on.</param>
    ValueTask<Outcome> SaveAsync(Connection connection, string version, RecordedChange change, CancellationToken ct);

    /// <summary>The identities stay, for the day on which it comes back.</summary>
    /// <param name="version">The one that is meant; null for whichever it is.</param>
    ValueTask<Outcome> RemoveAsync(Connection connection, string? version, RecordedChange change, CancellationToken ct);
}
