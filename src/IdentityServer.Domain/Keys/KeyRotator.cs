using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Takes the steps that are due. Any number of nodes may do so at the same moment: each step is decided on what the
/// database holds once the others wait, so one takes it and the others find it taken.
/// </summary>
/// <param name="guard">Where there is one: with a wrong clock no step is right.</param>
public sealed class KeyRotator(IKeyStore store, KeyFactory factory, RotationPolicies policies, TimeProvider clock, IClockGuard? guard = null)
{
    // A look at a pool takes a handful of steps; a thousand would be a bug that must not spin.
    const int MostSteps = 1000;

    /// <summary>All that is due.</summary>
    public async ValueTask<RotationRun> RunAsync(PoolId pool, CancellationToken ct)
    {
        List<RotationStep> taken = [];
        foreach (var algorithm in KeyFactory.Algorithms)
        {
            var run = await RunAsync(pool, algorithm, ct);
            taken.AddRange(run.Steps);
            if (run.Problem is not null) return new(taken, run.Problem);
        }
        return new(taken, null);
    }

    /// <summary>All that is due for one algorithm.</summary>
    public async ValueTask<RotationRun> RunAsync(PoolId pool, JwsAlgorithm algorithm, CancellationToken ct)
    {
        List<RotationStep> taken = [];
        if (guard?.Problem is { } wrongClock) return new(taken, wrongClock);
        SigningKey? made = null;
        while (taken.Count < MostSteps)
        {
            var stored = await store.ListAsync(pool, ct);
            if (Next(stored.Keys, stored.Policies) is not { } due) break;
            if (due.Action == RotationAction.Create && made is null)
            {
                (made, var problem) = await factory.MakeAsync(store, stored.Keys, pool, algorithm, ct);
                if (problem is not null) return new(taken, problem);
            }
            var step = await store.ChangeAsync(pool, (change, own) => Next(change.Keys, own) is { } now ? Take(change, now, pool, made) : null, ct);
            if (step is null || step.Action == RotationAction.Create) made = null;
            if (step is not null) taken.Add(step);
        }
        return new(taken, null);

        // The clock is read after the rows: what they show was there by then.
        RotationStep? Next(IReadOnlyList<SigningKey> keys, IReadOnlyList<RotationPolicy> own) =>
            KeyRotation.Next(keys, policies.For(pool, algorithm, own), clock.GetUtcNow());
    }

    /// <summary>Null where a key is needed and none was brought that may be added.</summary>
    RotationStep? Take(KeyChange change, RotationStep due, PoolId pool, SigningKey? made)
    {
        if (due.Action == RotationAction.Create && !change.MayAdd(made)) return null;
        var taken = change.Apply(due, made, clock.GetUtcNow());
        // That a key was seen to be public is a note to ourselves; the rest changes what the world sees.
        if (taken.Action != RotationAction.Announce)
            change.Records.Add(AuditRecord.Of(clock, AuditAction.KeyRotated, Actors.System, taken.Kid!, pool: pool, details: [("alg", taken.Algorithm), ("step", $"{taken.Action}".ToLowerInvariant())]));
        return taken;
    }

    /// <summary>Raises the mark below which the active keys may sign.</summary>
    public async ValueTask ExtendAsync(PoolId pool, CancellationToken ct)
    {
        if (guard?.Problem is null) await store.ChangeAsync(pool, (change, _) => change.Extend(clock.GetUtcNow()), ct);
    }
}

/// <summary>What a look at the keys came to.</summary>
/// <param name="Problem">Why it could not go on, for the operator; null where it could.</param>
public sealed record RotationRun(IReadOnlyList<RotationStep> Steps, string? Problem);
