using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Resources;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryResources : IResourceStore
{
    readonly List<Resource> rows = [];

    public void Put(Resource resource)
    {
        rows.RemoveAll(row => row.PoolId == resource.PoolId && row.Identifier == resource.Identifier);
        rows.Add(resource);
    }

    public void Remove(string identifier) => rows.RemoveAll(row => row.Identifier == identifier);

    public ValueTask<ResourceSet> AllAsync(PoolId pool, CancellationToken ct) => new(new ResourceSet(rows.Where(row => row.PoolId == pool)));

    public ValueTask SaveAsync(Resource resource, CancellationToken ct)
    {
        Put(resource);
        return default;
    }

    public ValueTask<bool> RemoveAsync(PoolId pool, string identifier, CancellationToken ct) =>
        new(rows.RemoveAll(row => row.PoolId == pool && row.Identifier == identifier) == 1);
}
