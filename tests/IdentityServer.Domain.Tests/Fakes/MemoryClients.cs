using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Clients by pool and id, compared byte for byte.</summary>
sealed class MemoryClients : IClientStore
{
    readonly Dictionary<(PoolId, ClientId), Client> rows = [];

    /// <summary>How often anybody asked; some tests want nobody to.</summary>
    public int Reads { get; private set; }

    /// <summary>How often anybody saved or removed through the port.</summary>
    public int Writes { get; private set; }

    public Client Put(Client client) => rows[(client.PoolId, client.Id)] = client;

    public ValueTask<Client?> FindAsync(PoolId pool, ClientId id, CancellationToken ct)
    {
        Reads++;
        return new(rows.GetValueOrDefault((pool, id)));
    }

    public ValueTask<bool> AllowsOriginAsync(PoolId pool, string origin, CancellationToken ct) =>
        new(rows.Values.Any(client => client.PoolId == pool && client.AllowedOrigins.Contains(origin)));

    public ValueTask<IReadOnlyList<Client>> ListAsync(PoolId pool, CancellationToken ct) =>
        new([.. rows.Values.Where(client => client.PoolId == pool).OrderBy(client => client.Id.Value, StringComparer.Ordinal)]);

    public ValueTask SaveAsync(Client client, CancellationToken ct)
    {
        Writes++;
        Put(client);
        return default;
    }

    public ValueTask<bool> RemoveAsync(PoolId pool, ClientId id, DateTimeOffset now, CancellationToken ct)
    {
        Writes++;
        return new(rows.Remove((pool, id)));
    }
}
