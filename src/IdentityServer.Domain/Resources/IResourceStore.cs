using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Resources;

/// <summary>The APIs of a pool; read from the same kind of snapshot as clients.</summary>
public interface IResourceStore
{
    ValueTask<ResourceSet> AllAsync(PoolId pool, CancellationToken ct);

    ValueTask SaveAsync(Resource resource, CancellationToken ct);

    ValueTask<bool> RemoveAsync(PoolId pool, string identifier, CancellationToken ct);
}
