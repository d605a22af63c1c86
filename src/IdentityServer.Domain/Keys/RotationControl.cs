using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Keys;

/// <summary>What an operator may do to the rotation: begin it early, end it early, and change its policy. Each leaves one line in the audit log.</summary>
public sealed class RotationControl(IKeyStore store, KeyFactory factory, KeyRotator rotator, RotationPolicies policies, TimeProvider clock)
{
    /// <summary>Where each algorithm stands.</summary>
    public async ValueTask<IReadOnlyList<KeyPosition>> PositionsAsync(PoolId pool, CancellationToken ct)
    {
        var stored = await store.ListAsync(pool, ct);
        return [.. policies.For(pool, stored.Policies).Select(policy => KeyPosition.Of(stored.Keys, policy))];
    }

    /// <summary>Makes the successor public now; it takes over after its whole announcement. Where one is public already nothing is made.</summary>
    public async ValueTask<Result<KeyPosition>> RotateAsync(PoolId pool, string algorithmName, string actor, CancellationToken ct)
    {
        if (Find(algorithmName) is not { } algorithm) return Reason.KeyAlgorithmUnknown;
        if ((await rotator.RunAsync(pool, algorithm, ct)).Problem is { } problem) return new Refusal(Reason.MasterKeyWrong, problem);
        var stored = await store.ListAsync(pool, ct);
        if (KeyRotation.Successor(stored.Keys, algorithm.Name) is null)
        {
            var (made, wrong) = await factory.MakeAsync(store, stored.Keys, pool, algorithm, ct);
            if (made is null) return new Refusal(Reason.MasterKeyWrong, wrong);
            var fits = await store.ChangeAsync(pool, (change, _) =>
            {
                if (KeyRotation.Successor(change.Keys, algorithm.Name) is not null) return true;
                if (!change.MayAdd(made)) return false;
                change.Add(made);
                change.Records.Add(AuditRecord.Of(clock, AuditAction.KeyRotated, actor, made.Kid, pool: pool, details: [("alg", algorithm.Name), ("step", "announced")]));
                return true;
            }, ct);
            // The master key was changed in between.
            if (!fits) return await RotateAsync(pool, algorithmName, actor, ct);
            // That it is public is written down by who has seen it stored.
            await rotator.RunAsync(pool, algorithm, ct);
        }
        return await PositionAsync(pool, algorithm, ct);
    }

    /// <summary>Lets the announced successor sign now, without waiting for the whole announcement; refused before relying parties can know it.</summary>
    /// <param name="kid">The one that is meant; null for whichever it is.</param>
    public async ValueTask<Result<KeyPosition>> TakeOverAsync(PoolId pool, string algorithmName, string? kid, string actor, CancellationToken ct)
    {
        if (Find(algorithmName) is not { } algorithm) return Reason.KeyAlgorithmUnknown;
        var refusal = await store.ChangeAsync<Refusal?>(pool, (change, _) =>
        {
            if (KeyRotation.Successor(change.Keys, algorithm.Name) is not { } successor) return Reason.SuccessorMissing;
            if (kid is not null && kid != successor.Kid) return Reason.SuccessorReplaced;
            var now = clock.GetUtcNow();
            if (now < KeyRotation.EarliestAt(successor))
                return new Refusal(Reason.SuccessorTooYoung, successor.AnnouncedAt is null ? "It has only just been made." : $"It may sign from {KeyRotation.EarliestAt(successor):u}.");
            change.Activate(successor, now);
            change.Records.Add(AuditRecord.Of(clock, AuditAction.KeyRotated, actor, successor.Kid, pool: pool, details: [("alg", algorithm.Name), ("step", "activated")]));
            return null;
        }, ct);
        return refusal is { } no ? no : await PositionAsync(pool, algorithm, ct);
    }

    /// <param name="longestPause">The longest time between two firings of the policy's schedule.</param>
    public async ValueTask<Result<KeyPosition>> SetPolicyAsync(RotationPolicy policy, TimeSpan longestPause, string actor, CancellationToken ct)
    {
        if (Find(policy.Algorithm) is not { } algorithm) return Reason.KeyAlgorithmUnknown;
        if (policy.Problem(longestPause) is { } problem) return new Refusal(Reason.PolicyHarmful, $"It {problem}");
        await store.SavePolicyAsync(policy, Changed(policy.PoolId, algorithm, actor,
            ("interval", policy.Interval.ToString()), ("announceBefore", policy.AnnounceBefore.ToString()), ("schedule", policy.Schedule)), ct);
        return await PositionAsync(policy.PoolId, algorithm, ct);
    }

    /// <summary>Back to the policy in the settings.</summary>
    public async ValueTask<Result<KeyPosition>> ResetPolicyAsync(PoolId pool, string algorithmName, string actor, CancellationToken ct)
    {
        if (Find(algorithmName) is not { } algorithm) return Reason.KeyAlgorithmUnknown;
        await store.RemovePolicyAsync(pool, algorithm.Name, Changed(pool, algorithm, actor, ("policy", "settings")), ct);
        return await PositionAsync(pool, algorithm, ct);
    }

    AuditRecord Changed(PoolId pool, JwsAlgorithm algorithm, string actor, params ReadOnlySpan<(string, string?)> details) =>
        AuditRecord.Of(clock, AuditAction.KeyPolicyChanged, actor, algorithm.Name, pool: pool, details: details);

    async ValueTask<KeyPosition> PositionAsync(PoolId pool, JwsAlgorithm algorithm, CancellationToken ct)
    {
        var stored = await store.ListAsync(pool, ct);
        return KeyPosition.Of(stored.Keys, policies.For(pool, algorithm, stored.Policies));
    }

    static JwsAlgorithm? Find(string name) => KeyFactory.Algorithms.FirstOrDefault(algorithm => algorithm.Name == name);
}
