using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryConnections : IConnectionStore
{
    readonly List<Connection> rows = [];

    public List<AuditRecord> Records { get; } = [];

    public ValueTask<IReadOnlyList<Connection>> OfPoolAsync(PoolId pool, CancellationToken ct) => new([.. rows.Where(row => row.PoolId == pool)]);

    public ValueTask<Connection?> FindAsync(PoolId pool, string id, CancellationToken ct) => new(rows.Find(row => row.PoolId == pool && row.Id == id));

    public ValueTask<IReadOnlyList<Connection>> ListAsync(string organizationId, CancellationToken ct) => new([.. rows.Where(row => row.OrganizationId == organizationId)]);

    public ValueTask<Outcome> AddAsync(Connection connection, RecordedChange change, CancellationToken ct)
    {
        if (rows.Exists(row => row.PoolId == connection.PoolId && (row.Id == connection.Id || row.Issuer == connection.Issuer))) return new(Outcome.Refused);
        rows.Add(connection);
        Records.Add(change.Record);
        return new(Outcome.Done);
    }

    public ValueTask<Outcome> SaveAsync(Connection connection, string version, RecordedChange change, CancellationToken ct)
    {
        var at = rows.FindIndex(row => row.PoolId == connection.PoolId && row.Id == connection.Id);
        if (at < 0) return new(Outcome.Missing);
        if (rows[at].Version != version) return new(Outcome.Stale);
        rows[at] = connection;
        Records.Add(change.Record);
        return new(Outcome.Done);
    }

    public ValueTask<Outcome> RemoveAsync(Connection connection, string? version, RecordedChange change, CancellationToken ct)
    {
        if (rows.RemoveAll(row => row.PoolId == connection.PoolId && row.Id == connection.Id) == 0) return new(Outcome.Missing);
        Records.Add(change.Record);
        return new(Outcome.Done);
    }
}
