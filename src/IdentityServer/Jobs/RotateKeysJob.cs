using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Storage;

namespace IdentityServer.Jobs;

/// <summary>Takes the steps of rotation that are due for one algorithm in every pool, when the policy of the root's says to look.</summary>
internal sealed partial class RotateKeysJob(JwsAlgorithm algorithm, KeyRotator rotator, IKeyRings rings, RotationPolicies policies, IPoolDirectory pools, ILogger<RotateKeysJob> log) : IScheduledJob
{
    public string Name => "rotate-keys-" + algorithm.Name;

    /// <summary>As the ring in memory has it: a policy may change while we run.</summary>
    public string Cron => policies.For(PoolId.Default, algorithm, rings.Find(PoolId.Default)?.Policies ?? []).Schedule;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var pool in await pools.ListAsync(ct)) await RunAsync(pool.Id, ct);
    }

    /// <summary>What is wrong with one pool is not to hold up the others; a database that is away is wrong with all.</summary>
    async Task RunAsync(PoolId pool, CancellationToken ct)
    {
        try
        {
            var run = await rotator.RunAsync(pool, algorithm, ct);
            foreach (var step in run.Steps) Taken(step.Action, step.Algorithm, step.Kid, pool);
            if (run.Problem is { } problem) Stuck(algorithm.Name, pool, problem);
        }
        catch (Exception known) when (known is StorageUnavailableException or OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // The next look may pass.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Failed(bug, algorithm.Name, pool);
        }
    }

    [LoggerMessage(EventId = 1241, Level = LogLevel.Information, Message = "Key rotation: {Step} {Algorithm} {Kid} (pool {Pool})")]
    partial void Taken(RotationAction step, string algorithm, string? kid, PoolId pool);

    [LoggerMessage(EventId = 1242, Level = LogLevel.Error, Message = "The rotation of {Algorithm} keys cannot go on (pool {Pool}): {Problem}")]
    partial void Stuck(string algorithm, PoolId pool, string problem);

    [LoggerMessage(EventId = 1243, Level = LogLevel.Error, Message = "The rotation of {Algorithm} keys failed (pool {Pool})")]
    partial void Failed(Exception bug, string algorithm, PoolId pool);
}
