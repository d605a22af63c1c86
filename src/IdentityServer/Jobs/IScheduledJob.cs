namespace IdentityServer.Jobs;

/// <summary>Work that recurs. Any number of nodes may run it at once, however seldom they do.</summary>
internal interface IScheduledJob
{
    /// <summary>What the shared schedule knows it by: it never changes, and no other job has it.</summary>
    string Name { get; }

    /// <summary>When, in UTC; checked with <see cref="CronExpressions.Problem"/> where it is a setting.</summary>
    string Cron { get; }

    /// <summary>May throw: the next firing tries again.</summary>
    Task RunAsync(CancellationToken ct);
}
