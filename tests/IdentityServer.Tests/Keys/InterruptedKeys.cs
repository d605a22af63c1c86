using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Storage;

namespace IdentityServer.Tests.Keys;

/// <summary>What lies between a node and its keys: a wire that can be cut, and a node that may fall asleep just before it changes something.</summary>
internal sealed class InterruptedKeys(IKeyStore inner) : IKeyStore
{
    TaskCompletionSource? wake;
    TaskCompletionSource? asleep;
    TaskCompletionSource? slow;
    TaskCompletionSource delivered = new();

    public bool IsCut { get; set; }

    /// <summary>The next change comes after <see cref="Wake"/>; the task completes when the sleeper lies down.</summary>
    public Task SleepBeforeNextChange()
    {
        (wake, asleep) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
        return asleep.Task;
    }

    public void Wake() => Interlocked.Exchange(ref wake, null)?.SetResult();

    /// <summary>What is read next arrives after <see cref="Deliver"/>; the task completes when it has been read.</summary>
    public Task DelayNextList()
    {
        (delivered, slow) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
        return slow.Task;
    }

    public void Deliver() => delivered.SetResult();

    public async ValueTask<T> ChangeAsync<T>(PoolId pool, Func<KeyChange, IReadOnlyList<RotationPolicy>, T> change, CancellationToken ct)
    {
        if (wake is { } morning)
        {
            asleep!.SetResult();
            await morning.Task;
        }
        return await Whole().ChangeAsync(pool, change, ct);
    }

    public async ValueTask<StoredKeys> ListAsync(PoolId pool, CancellationToken ct)
    {
        var stored = await Whole().ListAsync(pool, ct);
        if (Interlocked.Exchange(ref slow, null) is { } read)
        {
            read.SetResult();
            await delivered.Task;
        }
        return stored;
    }

    public ValueTask<long> StampAsync(CancellationToken ct) => Whole().StampAsync(ct);

    public ValueTask<IReadOnlyList<PoolId>> ChangedSinceAsync(long stamp, CancellationToken ct) => Whole().ChangedSinceAsync(stamp, ct);

    public ValueTask SavePolicyAsync(RotationPolicy policy, AuditRecord record, CancellationToken ct) => Whole().SavePolicyAsync(policy, record, ct);

    public ValueTask RemovePolicyAsync(PoolId pool, string algorithm, AuditRecord record, CancellationToken ct) => Whole().RemovePolicyAsync(pool, algorithm, record, ct);

    public ValueTask<SealedSecret?> FindSecretAsync(string name, CancellationToken ct) => Whole().FindSecretAsync(name, ct);

    public ValueTask<bool> AddSecretAsync(SealedSecret secret, CancellationToken ct) => Whole().AddSecretAsync(secret, ct);

    IKeyStore Whole() => IsCut ? throw new StorageUnavailableException() : inner;
}
