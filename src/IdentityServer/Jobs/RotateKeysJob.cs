using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Jobs;

/// <summary>Takes the steps of rotation that are due for one algorithm, when its policy says to look.</summary>
internal sealed partial class RotateKeysJob(JwsAlgorithm algorithm, KeyRotator rotator, IKeyRings rings, RotationPolicies policies, Pool pool, ILogger<RotateKeysJob> log) : IScheduledJob
{
    public string Name => "rotate-keys-" + algorithm.Name;

    /// <summary>As the ring in memory has it: a policy may change while we run.</summary>
    public string Cron => policies.For(pool.Id, algorithm, rings.Find(pool.Id)?.Policies ?? []).Schedule;

    public async Task RunAsync(CancellationToken ct)
    {
        var run = await rotator.RunAsync(pool.Id, algorithm, ct);
        foreach (var step in run.Steps) Taken(step.Action, step.Algorithm, step.Kid);
        if (run.Problem is { } problem) Stuck(algorithm.Name, problem);
    }

    [LoggerMessage(EventId = 1241, Level = LogLevel.Information, Message = "Key rotation: {Step} {Algorithm} {Kid}")]
    partial void Taken(RotationAction step, string algorithm, string? kid);

    [LoggerMessage(EventId = 1242, Level = LogLevel.Error, Message = "The rotation of {Algorithm} keys cannot go on: {Problem}")]
    partial void Stuck(string algorithm, string problem);
}
