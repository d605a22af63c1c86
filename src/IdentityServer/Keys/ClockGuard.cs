using IdentityServer.Domain.Keys;
using IdentityServer.Storage;

namespace IdentityServer.Keys;

/// <summary>
/// Compares this machine's clock with the database's, which all nodes share. With a wrong one a node would announce,
/// activate and withdraw keys at the wrong time, for everybody; so it leaves that to the others.
/// </summary>
internal sealed partial class ClockGuard(IDatabase database, TimeProvider clock, ILogger<ClockGuard> log) : BackgroundService, IClockGuard
{
    /// <summary>Of two nodes one may be so much ahead, and the other behind.</summary>
    static readonly TimeSpan Allowed = KeyTimes.Skew / 2;

    static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    public string? Problem { get; private set; }

    /// <summary>An outage says nothing of the time, and leaves what was known.</summary>
    public async Task CompareAsync(CancellationToken ct)
    {
        // Only a machine's clock can be wrong.
        if (clock != TimeProvider.System) return;
        try
        {
            var before = clock.GetUtcNow();
            var theirs = await database.ClockAsync(ct);
            Take(before, theirs, clock.GetUtcNow());
        }
        catch (StorageUnavailableException) { }
    }

    /// <param name="theirs">What the database said between the two; null where it has no clock of its own.</param>
    internal void Take(DateTimeOffset before, DateTimeOffset? theirs, DateTimeOffset after)
    {
        var off = theirs is not { } known ? TimeSpan.Zero : known < before ? before - known : known > after ? known - after : TimeSpan.Zero;
        var problem = off <= Allowed ? null
            : $"The clock of this machine differs from the database's by {off:c}. Set it (NTP); until then this node changes no keys.";
        if (problem is not null && Problem is null) Wrong(problem);
        if (problem is null && Problem is not null) Right();
        Problem = problem;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await CompareAsync(stoppingToken);
        }
    }

    [LoggerMessage(EventId = 1256, Level = LogLevel.Error, Message = "Not ready: {Problem}")]
    partial void Wrong(string problem);

    [LoggerMessage(EventId = 1257, Level = LogLevel.Information, Message = "The clock of this machine agrees with the database's again")]
    partial void Right();
}
