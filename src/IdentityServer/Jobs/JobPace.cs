namespace IdentityServer.Jobs;

/// <summary>How often the schedule looks around.</summary>
internal sealed record JobPace
{
    /// <summary>From the start to the first look: a node that has just become ready has better things to do than to load a scheduler.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the jobs are looked after, and the database is asked for.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The same during an outage.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a node asks for firings that others have planned.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a node says that it lives; one that has not for two of these is taken for dead.</summary>
    public TimeSpan CheckIn { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stopping node lets a job go on before it cancels it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
