using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;
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

    public List<AuditRecord> Records { get; } = [];

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

    public ValueTask<Client?> FindSdkAsync(string organizationId, ClientId id, CancellationToken ct) => new(Sdk(organizationId).FirstOrDefault(client => client.Id == id));

    public ValueTask<Client?> FirstApplicationAsync(PoolId pool, CancellationToken ct) =>
        new(rows.Values.Where(client => client.PoolId == pool && client is { Disabled: false, Sdk.Kind: SdkClientKind.Application })
            .OrderBy(client => client.CreatedAt).ThenBy(client => client.Id.Value, StringComparer.Ordinal).FirstOrDefault());

    public ValueTask<IReadOnlyList<Client>> ListSdkAsync(string organizationId, string? after, int limit, CancellationToken ct) =>
        new([.. Sdk(organizationId).Where(client => string.CompareOrdinal(client.Id.Value, after) > 0).OrderBy(client => client.Id.Value, StringComparer.Ordinal).Take(limit)]);

    public ValueTask<bool> AllowsSdkOriginAsync(string? organizationId, string origin, CancellationToken ct) =>
        new(rows.Values.Any(client => client.Sdk is { } sdk && (organizationId is null || sdk.OrganizationId == organizationId) && client.AllowedOrigins.Contains(origin)));

    public ValueTask<bool> AddSdkAsync(Client client, ApiKey? key, RecordedChange change, CancellationToken ct)
    {
        Writes++;
        if (rows.Values.Any(row => row.Id == client.Id)) return new(false);
        Put(client);
        Records.Add(change.Record);
        return new(true);
    }

    public ValueTask<Outcome> SaveSdkAsync(Client client, string version, DateTimeOffset now, RecordedChange change, CancellationToken ct)
    {
        Writes++;
        if (!rows.TryGetValue((client.PoolId, client.Id), out var row)) return new(Outcome.Missing);
        if (row.Version != version) return new(Outcome.Stale);
        Put(client);
        Records.Add(change.Record);
        return new(Outcome.Done);
    }

    public ValueTask<Outcome> RemoveSdkAsync(Client client, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct)
    {
        Writes++;
        if (!rows.Remove((client.PoolId, client.Id))) return new(Outcome.Missing);
        Records.Add(change.Record);
        return new(Outcome.Done);
    }

    IEnumerable<Client> Sdk(string organizationId) => rows.Values.Where(client => client.Sdk?.OrganizationId == organizationId);

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
