using IdentityServer.Domain.Clients;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Clients;

/// <summary>Clients as the hot path sees them: one that is known costs a lookup, no task and no allocation.</summary>
internal sealed class CachedClientStore(ClientStore store, Catalogue catalogue) : IClientStore
{
    public ValueTask<Client?> FindAsync(PoolId pool, ClientId id, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        return snapshot is not null && snapshot.Clients.TryGetValue((pool, id), out var client)
            ? new(client)
            : LoadAsync(snapshot, pool, id, ct);
    }

    public async ValueTask<bool> AllowsOriginAsync(PoolId pool, string origin, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        if (snapshot is not null && snapshot.Origins.TryGetValue(pool, out var known)) return known.Contains(origin);
        var origins = await store.OriginsAsync(pool, ct);
        snapshot?.Origins.TryAdd(pool, origins);
        return origins.Contains(origin);
    }

    public ValueTask<IReadOnlyList<Client>> ListAsync(PoolId pool, CancellationToken ct) => store.ListAsync(pool, ct);

    public async ValueTask SaveAsync(Client client, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync(client, ct);
        }
        finally
        {
            // Also when it failed: a commit whose answer was lost is a change too.
            catalogue.Drop();
        }
    }

    public async ValueTask<bool> RemoveAsync(PoolId pool, ClientId id, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await store.RemoveAsync(pool, id, now, ct);
        }
        finally
        {
            catalogue.Drop();
        }
    }

    async ValueTask<Client?> LoadAsync(Snapshot? snapshot, PoolId pool, ClientId id, CancellationToken ct)
    {
        // What no client can be called is not worth a query, nor a database's opinion of what it equals.
        if (!Ids.IsWellFormed(id.Value)) return null;
        var client = await store.FindAsync(pool, id, ct);
        if (client is not null) snapshot?.Clients.TryAdd((pool, id), client);
        return client;
    }
}
