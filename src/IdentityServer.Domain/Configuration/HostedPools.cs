using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>The pools that clients and users may be in: the default one, and hosted user pools.</summary>
sealed class HostedPools(IUserPoolStore pools)
{
    public const string None = "there is no hosted user pool of this id";

    /// <summary>Whether there is one, or will be when the file has been applied.</summary>
    public async ValueTask<bool> WillBeAsync(Declaration declaration, PoolId id, CancellationToken ct) =>
        await IsThereAsync(id, ct)
        || (declaration.UserPools.Any(pool => pool.Id == id.Value && pool.Authorization is null) && await pools.FindAsync(id, ct) is null);

    public async ValueTask<bool> IsThereAsync(PoolId id, CancellationToken ct) =>
        id == PoolId.Default || await pools.FindAsync(id, ct) is { IsHosted: true };
}
