using IdentityServer.Domain.Keys;

namespace IdentityServer.Keys;

/// <summary>Stores what <see cref="TokenTally"/> has counted: every second, and nothing while no token is signed.</summary>
internal sealed class TokenCounts(TokenTally tally, ITokenCountStore store, TimeProvider clock) : ILedger
{
    public TimeSpan Every { get; } = TimeSpan.FromSeconds(1);

    public async Task WriteAsync(CancellationToken ct)
    {
        var changed = tally.TakeChanged(clock.GetUtcNow());
        if (changed.Count == 0) return;
        var stored = false;
        try
        {
            foreach (var rows in changed.GroupBy(row => row.PoolId)) await store.SaveAsync(rows.Key, [.. rows], ct);
            stored = true;
        }
        finally
        {
            if (!stored) tally.GiveBack(changed);
        }
    }
}
