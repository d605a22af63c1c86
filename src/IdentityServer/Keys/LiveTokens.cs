using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Storage;

namespace IdentityServer.Keys;

/// <summary>How many tokens a key that was just revoked has taken with it, by client.</summary>
internal sealed class LiveTokens(ITokenCountStore counts, TokenCounts ours, Ledgers ledgers, TimeProvider clock)
{
    /// <summary>By then every node has stored what it signed before it heard of the revocation.</summary>
    static readonly TimeSpan UntilAllHaveStored = TimeSpan.FromSeconds(2);

    /// <summary>Null where the database does not answer: what was revoked is revoked, and nobody is to think otherwise for want of a number.</summary>
    public async Task<IReadOnlyDictionary<string, long>?> ReadAsync(PoolId pool, string kid, CancellationToken ct)
    {
        try
        {
            await ledgers.FlushAsync(ours, ct);
            // Other machines are waited for, and their time is real.
            await Task.Delay(UntilAllHaveStored, TimeProvider.System, ct);
            return await counts.LiveAsync(pool, kid, clock.GetUtcNow(), ct);
        }
        catch (StorageUnavailableException)
        {
            return null;
        }
    }
}
