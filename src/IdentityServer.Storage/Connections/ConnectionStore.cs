using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Connections;

internal sealed class ConnectionStore(Archive archive, Catalogue catalogue) : IConnectionStore
{
    static readonly string[] poolFilter = [IdpContext.PoolFilter];

    public ValueTask<IReadOnlyList<Connection>> OfPoolAsync(PoolId pool, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        return snapshot is not null && snapshot.Connections.TryGetValue(pool, out var known) ? new(known) : LoadAsync(snapshot, pool, ct);
    }

    public async ValueTask<Connection?> FindAsync(PoolId pool, string id, CancellationToken ct)
    {
        foreach (var connection in await OfPoolAsync(pool, ct))
            if (connection.Id == id) return connection;
        return null;
    }

    public async ValueTask<IReadOnlyList<Connection>> ListAsync(string organizationId, CancellationToken ct) =>
        await archive.ReadSystemWideAsync((context, token) => context.Connections.IgnoreQueryFilters(poolFilter).AsNoTracking()
            .Where(connection => connection.OrganizationId == organizationId)
            .OrderBy(connection => connection.PoolId).ThenBy(connection => connection.Id).ToListAsync(token), ct);

    public ValueTask<Outcome> AddAsync(Connection connection, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(archive.TryWriteTogetherSystemWideAsync(async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            // Identities of an earlier connection of this name must not become somebody else's users.
            if (await context.UpstreamIdentities.IgnoreQueryFilters(poolFilter)
                .AnyAsync(identity => identity.PoolId == connection.PoolId && identity.ConnectionId == connection.Id && identity.Issuer != connection.Issuer, token)) return Outcome.Refused;
            context.Add(connection);
            context.Add(change);
            await context.SaveChangesAsync(token);
            return Outcome.Done;
        }, taken: Outcome.Refused, ct));

    public ValueTask<Outcome> SaveAsync(Connection connection, string version, RecordedChange change, CancellationToken ct) =>
        ChangeAsync(connection, version, (context, row) => context.Entry(row).CurrentValues.SetValues(connection), change, ct);

    public ValueTask<Outcome> RemoveAsync(Connection connection, string? version, RecordedChange change, CancellationToken ct) =>
        ChangeAsync(connection, version, (context, row) => context.Remove(row), change, ct);

    ValueTask<Outcome> ChangeAsync(Connection connection, string? version, Action<IdpContext, Connection> write, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(archive.TryWriteTogetherSystemWideAsync(async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            if (await context.Connections.IgnoreQueryFilters(poolFilter).AsTracking()
                .FirstOrDefaultAsync(row => row.PoolId == connection.PoolId && row.Id == connection.Id && row.OrganizationId == connection.OrganizationId, token) is not { } found) return Outcome.Missing;
            if (version is not null && found.Version != version) return Outcome.Stale;
            write(context, found);
            context.Add(change);
            await context.SaveChangesAsync(token);
            return Outcome.Done;
        }, taken: Outcome.Refused, ct));

    async ValueTask<IReadOnlyList<Connection>> LoadAsync(Snapshot? snapshot, PoolId pool, CancellationToken ct)
    {
        var rows = await archive.ReadAsync(pool, (context, token) => context.Connections.AsNoTracking().OrderBy(connection => connection.CreatedAt).ThenBy(connection => connection.Id).ToListAsync(token), ct);
        // Pools that are not there do not get here: the way to one has been found before.
        snapshot?.Connections.TryAdd(pool, rows);
        return rows;
    }
}
