using IdentityServer.Domain.Resources;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Resources;

internal sealed class ResourceStore(Archive archive, Catalogue catalogue) : IResourceStore
{
    public ValueTask<ResourceSet> AllAsync(PoolId pool, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        return snapshot is not null && snapshot.Resources.TryGetValue(pool, out var known) ? new(known) : LoadAsync(snapshot, pool, ct);
    }

    public async ValueTask SaveAsync(Resource resource, CancellationToken ct)
    {
        try
        {
            await archive.WriteTogetherAsync(resource.PoolId, async (context, token) =>
            {
                await context.RaiseCatalogueStampAsync(token);
                await context.Resources.Where(row => row.Identifier == resource.Identifier).ExecuteDeleteAsync(token);
                context.Add(resource);
                return await context.SaveChangesAsync(token);
            }, ct);
        }
        finally
        {
            catalogue.Drop();
        }
    }

    public async ValueTask<bool> RemoveAsync(PoolId pool, string identifier, CancellationToken ct)
    {
        try
        {
            return await archive.WriteTogetherAsync(pool, async (context, token) =>
            {
                await context.RaiseCatalogueStampAsync(token);
                return await context.Resources.Where(row => row.Identifier == identifier).ExecuteDeleteAsync(token) == 1;
            }, ct);
        }
        finally
        {
            catalogue.Drop();
        }
    }

    async ValueTask<ResourceSet> LoadAsync(Snapshot? snapshot, PoolId pool, CancellationToken ct)
    {
        var rows = await archive.ReadAsync(pool, (context, token) =>
            context.Resources.AsNoTracking().OrderBy(resource => resource.Identifier).ToListAsync(token), ct);
        var all = new ResourceSet(rows);
        snapshot?.Resources.TryAdd(pool, all);
        return all;
    }
}
