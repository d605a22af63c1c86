using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>What is to be had from a jwksUri, as a test sets it.</summary>
sealed class FixedPoolKeys : IPoolKeys
{
    public PoolKeys Answer { get; set; } = new(null, TokenFlaw.JwksUnreachable);

    /// <summary>How often anybody asked.</summary>
    public int Asked { get; private set; }

    public ValueTask<PoolKeys> FindAsync(UserPool pool, string kid, JwsAlgorithm algorithm, CancellationToken ct)
    {
        Asked++;
        return new(Answer);
    }
}
