using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Management;

/// <summary>Which pool with users of its own somebody means: the root's is that of the organization which owns the installation.</summary>
internal sealed class OwnPool(IUserPoolStore pools, IOrganizationStore organizations, Pool root)
{
    /// <summary>Null where the organization has no such hosted pool; another's is like none.</summary>
    /// <param name="id">Null for the root's, or for the organization's first hosted one where the root's is not its own.</param>
    public async ValueTask<PoolId?> FindAsync(string organizationId, string? id, CancellationToken ct)
    {
        if (id is null || id == root.Id.Value)
        {
            if (await organizations.FindAsync(organizationId, ct) is { IsOwner: true }) return root.Id;
            return id is null ? (await pools.FirstHostedAsync(organizationId, ct))?.Id : null;
        }
        return Ids.IsUuid(id) && await pools.FindAsync(new(id), ct) is { IsHosted: true } pool && pool.OrganizationId == organizationId ? pool.Id : null;
    }
}
