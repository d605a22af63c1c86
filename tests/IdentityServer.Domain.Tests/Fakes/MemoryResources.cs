using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Resources;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>APIs by pool; a save through the port refuses to give a scope two owners, at any time.</summary>
sealed class MemoryResources : IResourceStore
{
    readonly List<Resource> rows = [];

    public int Writes { get; private set; }

    public void Put(Resource resource)
    {
        rows.RemoveAll(row => row.PoolId == resource.PoolId && row.Identifier == resource.Identifier);
        rows.Add(resource);
    }

    public void Remove(string identifier) => rows.RemoveAll(row => row.Identifier == identifier);

    public ValueTask<ResourceSet> AllAsync(PoolId pool, CancellationToken ct) => new(new ResourceSet(rows.Where(row => row.PoolId == pool)));

    public ValueTask SaveAsync(Resource resource, CancellationToken ct)
    {
        Writes++;
        if (rows.Exists(row => row.PoolId == resource.PoolId && row.Identifier != resource.Identifier && row.Scopes.Intersect(resource.Scopes).Any()))
            throw new InvalidOperationException("A scope has two owners.");
        Put(resource);
        return default;
    }

    public ValueTask<bool> RemoveAsync(PoolId pool, string identifier, CancellationToken ct)
    {
        Writes++;
        return new(rows.RemoveAll(row => row.PoolId == pool && row.Identifier == identifier) == 1);
    }
}
