using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>Signing keys, their policies, and the other secrets that are the same on every node.</summary>
public interface IKeyStore
{
    ValueTask<StoredKeys> ListAsync(PoolId pool, CancellationToken ct);

    /// <summary>A number that grows with every change of any pool's keys or policies.</summary>
    ValueTask<long> StampAsync(CancellationToken ct);

    /// <summary>The pools that have been changed since the stamp had this value.</summary>
    ValueTask<IReadOnlyList<PoolId>> ChangedSinceAsync(long stamp, CancellationToken ct);

    /// <summary>
    /// Changes a pool's keys while nobody else does. <paramref name="change"/> sees what is stored at that moment and may
    /// run more than once, so it changes nothing but what it is given.
    /// </summary>
    ValueTask<T> ChangeAsync<T>(PoolId pool, Func<KeyChange, IReadOnlyList<RotationPolicy>, T> change, CancellationToken ct);

    /// <summary>Adds or replaces the policy of its pool and algorithm.</summary>
    ValueTask SavePolicyAsync(RotationPolicy policy, AuditRecord record, CancellationToken ct);

    /// <summary>Back to the policy in the settings.</summary>
    ValueTask RemovePolicyAsync(PoolId pool, string algorithm, AuditRecord record, CancellationToken ct);

    ValueTask<SealedSecret?> FindSecretAsync(string name, CancellationToken ct);

    /// <summary>False where the name is taken: another node was first.</summary>
    ValueTask<bool> AddSecretAsync(SealedSecret secret, CancellationToken ct);
}
