namespace IdentityServer.Jobs;

/// <summary>What is said about the jobs. An outage fails each poll and each check-in of a scheduler: it is said once, and once that it is over.</summary>
internal sealed partial class JobLog(ILogger<JobLog> log)
{
    int troubled;

    public bool IsTroubled => Volatile.Read(ref troubled) == 1;

    /// <summary>The schedule itself does not work.</summary>
    public void Trouble(Exception exception)
    {
        if (Interlocked.Exchange(ref troubled, 1) == 0) Stands(exception.GetBaseException().Message);
    }

    /// <summary>The schedule has been seen working.</summary>
    public void Well()
    {
        if (Interlocked.Exchange(ref troubled, 0) == 1) GoesOn();
    }

    [LoggerMessage(EventId = 1231, Level = LogLevel.Debug, Message = "Pruned {Rows} expired rows")]
    public partial void Pruned(int rows);

    [LoggerMessage(EventId = 1232, Level = LogLevel.Warning, Message = "Job {Job} waits for the database, and for its next turn: {Problem}")]
    public partial void Postponed(string job, string problem);

    [LoggerMessage(EventId = 1233, Level = LogLevel.Error, Message = "Job {Job} failed; it runs again at its next turn")]
    public partial void Failed(string job, Exception bug);

    [LoggerMessage(EventId = 1234, Level = LogLevel.Warning, Message = "The schedule of jobs stands still until the database answers: {Problem}")]
    partial void Stands(string problem);

    [LoggerMessage(EventId = 1235, Level = LogLevel.Information, Message = "The schedule of jobs goes on")]
    partial void GoesOn();

    [LoggerMessage(EventId = 1236, Level = LogLevel.Error, Message = "Job {Job} is not scheduled: {Problem}")]
    public partial void NotScheduled(string job, string problem);

    [LoggerMessage(EventId = 1237, Level = LogLevel.Warning, Message = "The schedule of jobs did not stop in time and is left behind: {Problem}")]
    public partial void LeftBehind(string problem);

    [LoggerMessage(EventId = 1238, Level = LogLevel.Debug, Message = "Job {Job} is not known to this node: a newer one has it")]
    public partial void Unknown(string job);
}
