using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Clients;

/// <summary>Clients as the hot path sees them: one that is known costs a lookup, no task and no allocation.</summary>
internal sealed class CachedClientStore(ClientStore store, SdkClientStore sdk, Catalogue catalogue) : IClientStore
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

    public ValueTask<Client?> FindSdkAsync(string organizationId, ClientId id, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        return snapshot is not null && snapshot.SdkClients.TryGetValue((organizationId, id), out var client) ? new(client) : LoadSdkAsync(snapshot, organizationId, id, ct);
    }

    public async ValueTask<Client?> FirstApplicationAsync(PoolId pool, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        if (snapshot is not null && snapshot.FirstApplications.TryGetValue(pool, out var id)) return await FindAsync(pool, id, ct);
        var client = await sdk.FirstApplicationAsync(pool, ct);
        if (client is not null) snapshot?.FirstApplications.TryAdd(pool, client.Id);
        return client;
    }

    public ValueTask<IReadOnlyList<Client>> ListSdkAsync(string organizationId, string? after, int limit, CancellationToken ct) =>
        sdk.ListSdkAsync(organizationId, after, limit, ct);

    public async ValueTask<bool> AllowsSdkOriginAsync(string? organizationId, string origin, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        var origins = snapshot?.SdkOrigins;
        if (origins is null)
        {
            origins = await sdk.SdkOriginsAsync(ct);
            if (snapshot is not null) snapshot.SdkOrigins = origins;
        }
        return organizationId is null
            ? origins.Values.Any(allowed => allowed.Contains(origin))
            : origins.TryGetValue(organizationId, out var own) && own.Contains(origin);
    }

    public ValueTask<bool> AddSdkAsync(Client client, ApiKey? key, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(sdk.AddSdkAsync(client, key, change, ct));

    public ValueTask<Outcome> SaveSdkAsync(Client client, string version, DateTimeOffset now, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(sdk.SaveSdkAsync(client, version, now, change, ct));

    public ValueTask<Outcome> RemoveSdkAsync(Client client, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(sdk.RemoveSdkAsync(client, version, now, change, ct));

    public ValueTask<IReadOnlyList<Client>> ListAsync(PoolId pool, CancellationToken ct) => store.ListAsync(pool, ct);

    public async ValueTask SaveAsync(Client client, CancellationToken ct) => await catalogue.AndDropAsync(store.SaveAsync(client, ct));

    public ValueTask<bool> RemoveAsync(PoolId pool, ClientId id, DateTimeOffset now, CancellationToken ct) => catalogue.AndDropAsync(store.RemoveAsync(pool, id, now, ct));

    async ValueTask<Client?> LoadSdkAsync(Snapshot? snapshot, string organizationId, ClientId id, CancellationToken ct)
    {
        if (!Ids.IsUuid(id.Value)) return null;
        var client = await sdk.FindSdkAsync(organizationId, id, ct);
        if (client is not null) snapshot?.SdkClients.TryAdd((organizationId, id), client);
        return client;
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
