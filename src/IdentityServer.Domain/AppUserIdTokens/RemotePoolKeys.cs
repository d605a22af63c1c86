using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.RemoteKeys;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>The keys of self-provided pools from the table of all sources; many pools may share one.</summary>
public sealed class RemotePoolKeys(RemoteKeySets sets) : IPoolKeys
{
    public ValueTask<PoolKeys> FindAsync(UserPool pool, string kid, JwsAlgorithm algorithm, CancellationToken ct)
    {
        var source = pool.Authorization?.JwksUri ?? throw new ArgumentException("The pool has no jwksUri.", nameof(pool));
        var found = sets.For(source).KeysAsync(kid, algorithm, ct);
        return found.IsCompletedSuccessfully ? new(Of(found.Result)) : AwaitedAsync(found);
    }

    static async ValueTask<PoolKeys> AwaitedAsync(ValueTask<KeysAtHand> found) => Of(await found);

    /// <summary>A problem beside keys says that these are the last good ones; why a new key is not among them may hang on it.</summary>
    static PoolKeys Of(KeysAtHand found) => new(
        found.Keys,
        found.Keys is null && found.Problem is { } problem ? FlawTable.Of(problem) : null,
        found.Problem is { } trouble ? JwksProblems.Sentence(trouble) + (found.Detail is { } detail ? $" ({detail})" : "") : null)
    {
        FetchedAt = found.ConfirmedAt,
    };
}
