using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Keys;

/// <summary>How many tokens a key that was just revoked has taken with it, by client.</summary>
internal sealed class LiveTokens(ITokenCountStore counts, Ledgers ledgers, TimeProvider clock)
{
    /// <summary>By then every node has stored what it signed before it heard of the revocation.</summary>
    static readonly TimeSpan UntilAllHaveStored = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyDictionary<string, long>> ReadAsync(PoolId pool, string kid, CancellationToken ct)
    {
        await ledgers.FlushAsync(ct);
        // Other machines are waited for, and their time is real.
        await Task.Delay(UntilAllHaveStored, TimeProvider.System, ct);
        return await counts.LiveAsync(pool, kid, clock.GetUtcNow(), ct);
    }
}
