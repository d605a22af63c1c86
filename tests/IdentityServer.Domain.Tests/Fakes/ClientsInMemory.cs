using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class ClientsInMemory : IClientStore
{
    readonly SortedDictionary<string, Client> rows = new(StringComparer.Ordinal);

    public int Writes { get; private set; }

    public ValueTask<Client?> FindAsync(PoolId pool, ClientId id, CancellationToken ct) => new(rows.GetValueOrDefault(Key(pool, id)));

    public ValueTask<bool> AllowsOriginAsync(PoolId pool, string origin, CancellationToken ct) =>
        new(rows.Values.Any(client => client.PoolId == pool && client.AllowedOrigins.Contains(origin)));

    public ValueTask<IReadOnlyList<Client>> ListAsync(PoolId pool, CancellationToken ct) =>
        new([.. rows.Values.Where(client => client.PoolId == pool)]);

    public ValueTask SaveAsync(Client client, CancellationToken ct)
    {
        Writes++;
        rows[Key(client.PoolId, client.Id)] = client;
        return default;
    }

    public ValueTask<bool> RemoveAsync(PoolId pool, ClientId id, DateTimeOffset now, CancellationToken ct)
    {
        Writes++;
        return new(rows.Remove(Key(pool, id)));
    }

    static string Key(PoolId pool, ClientId id) => $"{pool}/{id}";
}
