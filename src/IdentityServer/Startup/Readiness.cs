using IdentityServer.Domain.Primitives;
using IdentityServer.Keys;
using IdentityServer.Storage;

namespace IdentityServer.Startup;

/// <summary>Whether this node can issue tokens now, and if not, why: what /health/ready answers.</summary>
internal sealed class Readiness(IDatabase database, KeyRings rings, ClockGuard guard, TimeProvider clock) : IDisposable
{
    static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim asking = new(1);
    (long At, string? Problem)? last;

    // Not by the wall: a clock that is set back must not keep an old answer alive.
    bool IsFresh => last is { } answer && clock.GetElapsedTime(answer.At) < AskEvery;

    /// <summary>What is still to be done at start; null once it is done.</summary>
    public string? StartupProblem { get; set; } = "The server is starting.";

    /// <summary>Set when the process has been asked to stop: no new traffic, please.</summary>
    public bool IsDraining { get; set; }

    public void Dispose() => asking.Dispose();

    /// <summary>Null when ready.</summary>
    public async ValueTask<string?> ProblemAsync(CancellationToken ct) =>
        IsDraining ? "The server is shutting down." : StartupProblem ?? rings.Problem ?? guard.Problem ?? await DatabaseProblemAsync(ct);

    /// <summary>What does not keep this node from issuing tokens today, and will one day.</summary>
    public IEnumerable<string> Warnings()
    {
        var now = clock.GetUtcNow();
        foreach (var (pool, load) in rings.All)
        {
            // The root's is why this node is not ready; another pool's is nobody else's trouble.
            if (load.Problem is { } problem && pool != PoolId.Default) yield return $"The pool {pool} cannot issue tokens with all of its keys: {problem}";
            foreach (var (algorithm, since) in load.Ring?.MissingSuccessors(now) ?? [])
                yield return $"The {algorithm} key of pool {pool} should have a successor since {since:u}. idp keys rotate --alg {algorithm}{(pool == PoolId.Default ? "" : $" --pool {pool}")} makes one now.";
        }
    }

    /// <summary>The database is asked once a second at most, however many probes there are.</summary>
    async ValueTask<string?> DatabaseProblemAsync(CancellationToken ct)
    {
        if (IsFresh) return last?.Problem;
        await asking.WaitAsync(ct);
        try
        {
            if (IsFresh) return last?.Problem;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            string? problem = null;
            try
            {
                problem = await database.StateAsync(patience.Token) switch
                {
                    { IsReachable: false } => "The database does not answer.",
                    { IsNewer: true } => "The database was made by a newer version. Upgrade this node.",
                    { PendingMigrations.Count: > 0 } => "The database needs a migration. Run: idp db migrate",
                    _ => null,
                };
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                problem = "The database does not answer in time.";
            }
            last = (clock.GetTimestamp(), problem);
            return problem;
        }
        finally
        {
            asking.Release();
        }
    }
}
