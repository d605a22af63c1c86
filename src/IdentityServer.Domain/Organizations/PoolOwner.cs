using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>Whose a pool is: a hosted one says so, and that at the root is the organization's that owns the installation.</summary>
/// <param name="root">The pool at the root of the issuer.</param>
public sealed class PoolOwner(Pool root, IUserPoolStore pools, IOrganizationStore organizations)
{
    // Found once: the first organization owns the installation and goes on owning it.
    volatile string? owner;

    /// <summary>The organization's id; null where there is none yet, and for a pool that nobody knows.</summary>
    public async ValueTask<string?> OfAsync(PoolId pool, CancellationToken ct)
    {
        if (pool != root.Id) return (await pools.FindAsync(pool, ct))?.OrganizationId;
        return owner ??= (await organizations.ListAsync(ct)).FirstOrDefault(organization => organization.IsOwner)?.Id;
    }
}
