using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Resources;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Refuses to give a scope two owners, at any time.</summary>
sealed class ResourcesInMemory : IResourceStore
{
    readonly List<Resource> rows = [];

    public int Writes { get; private set; }

    public ValueTask<ResourceSet> AllAsync(PoolId pool, CancellationToken ct) => new(new ResourceSet(rows.Where(row => row.PoolId == pool)));

    public ValueTask SaveAsync(Resource resource, CancellationToken ct)
    {
        Writes++;
        rows.RemoveAll(row => row.PoolId == resource.PoolId && row.Identifier == resource.Identifier);
        if (rows.Exists(row => row.PoolId == resource.PoolId && row.Scopes.Intersect(resource.Scopes).Any()))
            throw new InvalidOperationException("A scope has two owners.");
        rows.Add(resource);
        return default;
    }

    public ValueTask<bool> RemoveAsync(PoolId pool, string identifier, CancellationToken ct)
    {
        Writes++;
        return new(rows.RemoveAll(row => row.PoolId == pool && row.Identifier == identifier) == 1);
    }
}
