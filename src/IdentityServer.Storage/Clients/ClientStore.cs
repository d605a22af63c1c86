using System.Collections.Frozen;
using IdentityServer.Domain.Clients;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Clients;

/// <summary>Clients in the database; <see cref="CachedClientStore"/> stands before it.</summary>
internal sealed class ClientStore(Archive archive)
{
    readonly Func<IdpContext, ClientId, CancellationToken, Task<Client?>> byId =
        EF.CompileAsyncQuery((IdpContext context, ClientId id, CancellationToken ct) =>
            context.Clients.AsNoTracking().FirstOrDefault(client => client.Id == id));

    public ValueTask<Client?> FindAsync(PoolId pool, ClientId id, CancellationToken ct) =>
        archive.ReadAsync(pool, byId, id, ct);

    public async ValueTask<FrozenSet<string>> OriginsAsync(PoolId pool, CancellationToken ct)
    {
        var origins = await archive.ReadAsync(pool, (context, token) =>
            context.Clients.AsNoTracking().Where(client => !client.Disabled).Select(client => client.AllowedOrigins).ToListAsync(token), ct);
        return origins.SelectMany(allowed => allowed).ToFrozenSet(StringComparer.Ordinal);
    }

    public async ValueTask<IReadOnlyList<Client>> ListAsync(PoolId pool, CancellationToken ct) =>
        await archive.ReadAsync(pool, (context, token) =>
            context.Clients.AsNoTracking().OrderBy(client => client.Id).ToListAsync(token), ct);

    public async ValueTask<int> SaveAsync(Client client, CancellationToken ct) =>
        await archive.WriteTogetherAsync(client.PoolId, async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            // A client is one value: the old one goes, with its credentials, and the new one comes.
            await context.Clients.Where(row => row.Id == client.Id).ExecuteDeleteAsync(token);
            context.Add(client);
            return await context.SaveChangesAsync(token);
        }, ct);

    public ValueTask<bool> RemoveAsync(PoolId pool, ClientId id, DateTimeOffset now, CancellationToken ct) =>
        archive.WriteTogetherAsync(pool, async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            if (await context.Clients.Where(client => client.Id == id).ExecuteDeleteAsync(token) == 0) return false;
            await EndAsync(context, id, now, token);
            return true;
        }, ct);

    /// <summary>What lives by the client ends with it.</summary>
    public static async Task EndAsync(IdpContext context, ClientId id, DateTimeOffset now, CancellationToken ct)
    {
        await context.TokenFamilies.Where(family => family.ClientId == id && family.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(family => family.RevokedAt, now), ct);
        await context.Consents.Where(consent => consent.ClientId == id).ExecuteDeleteAsync(ct);
        // Nobody should wait for it to read the JWK set.
        await context.JwksReaders.Where(reader => reader.Name == id.Value && reader.IsClient).ExecuteDeleteAsync(ct);
        await context.ClientRanges.Where(range => range.ClientId == id).ExecuteDeleteAsync(ct);
        await RevokeKeysAsync(context, id, now, ct);
    }

    /// <summary>The API keys of a service.</summary>
    public static Task<int> RevokeKeysAsync(IdpContext context, ClientId id, DateTimeOffset now, CancellationToken ct) =>
        context.ApiKeys.Where(key => key.ClientId == id.Value && key.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), ct);
}
