using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>The keys that a self-provided pool publishes at its <see cref="TokenSource.JwksUri"/>, wherever they are kept.</summary>
public interface IPoolKeys
{
    /// <summary>Keys to look for this one in; whoever knows none may ask for a newer set, as seldom as it thinks right.</summary>
    ValueTask<PoolKeys> FindAsync(UserPool pool, string kid, JwsAlgorithm algorithm, CancellationToken ct);
}
