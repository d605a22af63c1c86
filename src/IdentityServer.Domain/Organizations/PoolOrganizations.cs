using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>Which organization a pool belongs to: the one at the root to the owner of the installation, a hosted one to who made it.</summary>
public sealed class PoolOrganizations(IOrganizationStore organizations, IUserPoolStore pools)
{
    // The first organization becomes the owner and stays it, so it is looked for until it is there and never again.
    volatile string? owner;

    /// <summary>Null while nobody owns the pool, or where there is none.</summary>
    public async ValueTask<string?> OfAsync(PoolId pool, CancellationToken ct)
    {
        if (pool != PoolId.Default) return (await pools.FindAsync(pool, ct))?.OrganizationId;
        if (owner is { } known) return known;
        foreach (var organization in await organizations.ListAsync(ct))
            if (organization.IsOwner) return owner = organization.Id;
        return null;
    }
}
