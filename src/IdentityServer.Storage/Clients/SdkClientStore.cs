using System.Collections.Frozen;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Clients;

/// <summary>SDK clients in the database: the same rows as <see cref="ClientStore"/>'s, seen across the pools of an organization.</summary>
internal sealed class SdkClientStore(Archive archive)
{
    static readonly string[] poolFilter = [IdpContext.PoolFilter];

    public ValueTask<Client?> FindSdkAsync(string organizationId, ClientId id, CancellationToken ct) =>
        archive.ReadSystemWideAsync((context, token) => Of(context, organizationId).FirstOrDefaultAsync(client => client.Id == id, token), ct);

    public ValueTask<Client?> FirstApplicationAsync(PoolId pool, CancellationToken ct) =>
        archive.ReadAsync(pool, (context, token) => context.Clients.AsNoTracking()
            .Where(client => client.Sdk != null && client.Sdk.Kind == SdkClientKind.Application && !client.Disabled)
            .OrderBy(client => client.CreatedAt).ThenBy(client => client.Id).FirstOrDefaultAsync(token), ct);

    public async ValueTask<IReadOnlyList<Client>> ListSdkAsync(string organizationId, string? after, int limit, CancellationToken ct) =>
        after is not null && !StorableText.Is(after) ? [] : await archive.ReadSystemWideAsync((context, token) =>
        {
            var clients = Of(context, organizationId);
#pragma warning disable CA1309 // It is the database that compares.
            if (after is not null) clients = clients.Where(client => string.Compare((string)(object)client.Id, after) > 0);
#pragma warning restore CA1309
            return clients.OrderBy(client => client.Id).Take(limit).ToListAsync(token);
        }, ct);

    public async ValueTask<FrozenDictionary<string, FrozenSet<string>>> SdkOriginsAsync(CancellationToken ct)
    {
        var origins = await archive.ReadSystemWideAsync((context, token) => context.Clients.IgnoreQueryFilters(poolFilter).AsNoTracking()
            .Where(client => client.Sdk != null && !client.Disabled)
            .Select(client => new { client.Sdk!.OrganizationId, client.AllowedOrigins }).ToListAsync(token), ct);
        return origins.GroupBy(row => row.OrganizationId).ToFrozenDictionary(
            group => group.Key, group => group.SelectMany(row => row.AllowedOrigins).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public ValueTask<bool> AddSdkAsync(Client client, ApiKey? key, RecordedChange change, CancellationToken ct) =>
        archive.TryWriteTogetherSystemWideAsync(async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            // Ids of SDK clients name their pool, so no two pools may have the same one.
            if (await context.Clients.IgnoreQueryFilters(poolFilter).AnyAsync(row => row.Id == client.Id, token)) return false;
            // The stamp is raised by who removes a pool too: it has seen this client, or we see that the pool is gone.
            if (client.Sdk is { Kind: SdkClientKind.Application, OrganizationId: var owner }
                && !await context.UserPools.AnyAsync(pool => pool.Id == client.PoolId && pool.OrganizationId == owner && pool.DeletedAt == null, token)) return false;
            context.Add(client);
            if (key is not null) context.Add(key);
            context.Add(change);
            await context.SaveChangesAsync(token);
            return true;
        }, taken: false, ct);

    public ValueTask<Outcome> SaveSdkAsync(Client client, string version, DateTimeOffset now, RecordedChange change, CancellationToken ct) =>
        ChangeAsync(client, version, async (context, token) =>
        {
            // A client is one value: the old one goes, with its credentials, and the new one comes.
            await context.Clients.Where(row => row.Id == client.Id).ExecuteDeleteAsync(token);
            if (client.Disabled) await ClientStore.RevokeKeysAsync(context, client.Id, now, token);
            context.Add(client);
        }, change, ct);

    public ValueTask<Outcome> RemoveSdkAsync(Client client, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct) =>
        ChangeAsync(client, version, async (context, token) =>
        {
            await context.Clients.Where(row => row.Id == client.Id).ExecuteDeleteAsync(token);
            await ClientStore.EndAsync(context, client.Id, now, token);
        }, change, ct);

    ValueTask<Outcome> ChangeAsync(Client client, string? version, Func<IdpContext, CancellationToken, Task> write, RecordedChange change, CancellationToken ct) =>
        archive.WriteTogetherAsync(client.PoolId, async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            var organization = client.Sdk?.OrganizationId;
            var found = await context.Clients.AsNoTracking().Where(row => row.Id == client.Id && row.Sdk!.OrganizationId == organization).Select(row => row.Version).FirstOrDefaultAsync(token);
            if (found is null) return Outcome.Missing;
            if (version is not null && found != version) return Outcome.Stale;
            await write(context, token);
            context.Add(change);
            await context.SaveChangesAsync(token);
            return Outcome.Done;
        }, ct);

    static IQueryable<Client> Of(IdpContext context, string organizationId) =>
        context.Clients.IgnoreQueryFilters(poolFilter).AsNoTracking().Where(client => client.Sdk != null && client.Sdk.OrganizationId == organizationId);
}
