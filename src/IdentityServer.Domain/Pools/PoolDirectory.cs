using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Pools;

/// <summary>One pool, one issuer: a hosted user pool's is below that of the root.</summary>
/// <param name="root">The pool at the root of the issuer.</param>
public sealed class PoolDirectory(Pool root, IUserPoolStore pools) : IPoolDirectory
{
    public const string Path = "/pools/";

    public static string IssuerOf(Pool root, PoolId id) => root.Issuer + Path + id.Value;

    public async ValueTask<Pool?> FindAsync(PoolId id, CancellationToken ct)
    {
        if (id == root.Id) return root;
        return await pools.FindAsync(id, ct) is { IsHosted: true, IsLive: true } pool ? Of(pool) : null;
    }

    public async ValueTask<IReadOnlyList<Pool>> ListAsync(CancellationToken ct) =>
        [root, .. (await pools.ListHostedAsync(ct)).Select(Of)];

    Pool Of(UserPool pool) => new(pool.Id, IssuerOf(root, pool.Id)) { LongestLifetime = AppUserIdTokenTimes.LongestOf(pool) };
}
