using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Takes a key away at once: it leaves the JWK set of every node, and nothing that it signed counts any more. Where it
/// was the one that signs, its announced successor takes over in the same stroke, or a new key where none is announced.
/// </summary>
public sealed class KeyRevocation(IKeyStore store, KeyFactory factory, TimeProvider clock)
{
    public const int LongestReason = 256;

    /// <summary>
    /// Revoking it again changes nothing and answers the same. That no other key can be made is no reason to keep a stolen
    /// one: then nothing signs until one can, and <see cref="RevokedKey.Problem"/> says why.
    /// </summary>
    /// <param name="reason">The operator's words, for the audit log and the list of keys.</param>
    public async ValueTask<Result<RevokedKey>> RevokeAsync(PoolId pool, string kid, string reason, string actor, CancellationToken ct)
    {
        var words = AuditText.Of(reason, LongestReason);
        (SigningKey? Key, string? Problem) spare = default;
        while (true)
        {
            var stored = await store.ListAsync(pool, ct);
            if (stored.Keys.FirstOrDefault(key => key.Kid == kid) is not { } known) return Reason.KeyUnknown;
            // Making a key takes its time, so it is made before the others have to wait.
            if (spare == default && NeedsAnother(stored.Keys, known)) spare = await SpareAsync(stored.Keys.Where(key => key != known), pool, known.Algorithm, ct);
            var revoked = await store.ChangeAsync(pool, (change, _) => Revoke(change, pool, kid, words, actor, spare), ct);
            if (revoked is null)
            {
                spare = default;
                continue;
            }
            if (revoked.IsNew) Signals.Signals.KeyRevoked(known.Algorithm);
            return revoked;
        }
    }

    /// <summary>Null where another key is needed, and the one that was brought does not fit or there is none.</summary>
    RevokedKey? Revoke(KeyChange change, PoolId pool, string kid, string reason, string actor, (SigningKey? Key, string? Problem) spare)
    {
        var now = clock.GetUtcNow();
        var key = change.Find(kid)!;
        if (key.State == KeyState.Revoked) return new(key, KeyRotation.Active(change.Keys, key.Algorithm), IsNew: false, WasAnnounced: true, null);
        var signed = key.State == KeyState.Active;
        var successor = KeyRotation.Successor(change.Keys.Where(other => other != key).ToList(), key.Algorithm);
        var isAnnounced = successor is not null && now >= KeyRotation.EarliestAt(successor);
        var another = signed && successor is null;
        if (another && spare.Problem is null && !change.MayAdd(spare.Key)) return null;

        KeyChange.Revoke(key, reason, now);
        if (another && spare.Problem is null) change.Add(successor = spare.Key!);
        if (signed && successor is not null) change.Activate(successor, now);
        var active = KeyRotation.Active(change.Keys, key.Algorithm);
        change.Records.Add(AuditRecord.Of(clock, AuditAction.KeyRevoked, actor, kid, pool: pool,
            details: [("alg", key.Algorithm), ("reason", reason), ("successor", signed ? active?.Kid : null)]));
        return new(key, active, IsNew: true, WasAnnounced: !signed || isAnnounced, another ? spare.Problem : null);
    }

    async ValueTask<(SigningKey?, string?)> SpareAsync(IEnumerable<SigningKey> beside, PoolId pool, string name, CancellationToken ct) =>
        KeyFactory.Algorithms.FirstOrDefault(known => known.Name == name) is { } algorithm
            ? await factory.MakeAsync(store, [.. beside], pool, algorithm, ct)
            : (null, $"This machine cannot make keys for {name}.");

    static bool NeedsAnother(IReadOnlyList<SigningKey> keys, SigningKey key) =>
        key.State == KeyState.Active && KeyRotation.Successor(keys, key.Algorithm) is null;
}

/// <summary>What came of a revocation.</summary>
/// <param name="Active">The key that signs now; null where none could be made, see <paramref name="Problem"/>.</param>
/// <param name="IsNew">False where it was revoked before.</param>
/// <param name="WasAnnounced">False where relying parties meet the key that signs now for the first time: those that do not refetch on an unknown kid refuse its tokens until their copy of the set is old enough.</param>
/// <param name="Problem">Why nothing signs in its place, for the operator; null where something does.</param>
public sealed record RevokedKey(SigningKey Key, SigningKey? Active, bool IsNew, bool WasAnnounced, string? Problem);
