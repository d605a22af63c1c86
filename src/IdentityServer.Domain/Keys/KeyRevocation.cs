using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Jose;
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

    /// <summary>Revoking it again changes nothing and answers the same.</summary>
    /// <param name="reason">The operator's words, for the audit log and the list of keys.</param>
    public async ValueTask<Result<RevokedKey>> RevokeAsync(PoolId pool, string kid, string reason, string actor, CancellationToken ct)
    {
        var words = AuditText.Of(reason, LongestReason);
        SigningKey? spare = null;
        while (true)
        {
            var stored = await store.ListAsync(pool, ct);
            if (stored.Keys.FirstOrDefault(key => key.Kid == kid) is not { } known) return Reason.KeyUnknown;
            if (spare is null && NeedsAnother(stored.Keys, known))
            {
                // Making a key takes its time, so it is made before the others have to wait.
                if (factory.Problem(stored.Keys.Where(key => key.Kid != kid)) is { } problem) return new Refusal(Reason.MasterKeyWrong, problem);
                if (!JwsAlgorithm.TryGet(known.Algorithm, out var algorithm) || !algorithm.IsAvailable) return Reason.KeyAlgorithmUnknown;
                spare = factory.Make(pool, algorithm);
            }
            var revoked = await store.ChangeAsync(pool, (change, _) => Revoke(change, pool, kid, words, actor, spare), ct);
            if (revoked is null) continue;
            if (revoked.IsNew) Signals.Signals.KeyRevoked(known.Algorithm);
            return revoked;
        }
    }

    /// <summary>Null where another key is needed and none was brought.</summary>
    RevokedKey? Revoke(KeyChange change, PoolId pool, string kid, string reason, string actor, SigningKey? spare)
    {
        var now = clock.GetUtcNow();
        var key = change.Find(kid)!;
        if (key.State == KeyState.Revoked) return new(key, KeyRotation.Active(change.Keys, key.Algorithm), IsNew: false, WasAnnounced: true);
        var signed = key.State == KeyState.Active;
        var successor = KeyRotation.Successor(change.Keys.Where(other => other != key).ToList(), key.Algorithm);
        if (signed && successor is null && spare is null) return null;

        KeyChange.Revoke(key, reason, now);
        if (signed)
        {
            if (successor is null) change.Add(spare!);
            change.Activate(successor ?? spare!, now);
        }
        var active = KeyRotation.Active(change.Keys, key.Algorithm);
        change.Records.Add(AuditRecord.Of(clock, AuditAction.KeyRevoked, actor, kid, pool: pool,
            details: [("alg", key.Algorithm), ("reason", reason), ("successor", signed ? active?.Kid : null)]));
        return new(key, active, IsNew: true, WasAnnounced: !signed || successor is not null);
    }

    static bool NeedsAnother(IReadOnlyList<SigningKey> keys, SigningKey key) =>
        key.State == KeyState.Active && KeyRotation.Successor(keys, key.Algorithm) is null;
}

/// <summary>What came of a revocation.</summary>
/// <param name="Active">The key that signs now.</param>
/// <param name="IsNew">False where it was revoked before.</param>
/// <param name="WasAnnounced">False where relying parties meet the key that signs now for the first time: those that do not refetch on an unknown kid refuse its tokens until their copy of the set is old enough.</param>
public sealed record RevokedKey(SigningKey Key, SigningKey? Active, bool IsNew, bool WasAnnounced);
