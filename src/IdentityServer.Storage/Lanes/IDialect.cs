namespace IdentityServer.Storage.Lanes;

/// <summary>What the databases call their troubles by different names. Asked of one exception, without its wrappings.</summary>
internal interface IDialect
{
    bool IsUniqueViolation(Exception exception);

    /// <summary>The database rolled us back because of somebody else; another attempt may pass.</summary>
    bool IsConflict(Exception exception);

    /// <summary>The database is not there, not well, or full.</summary>
    bool IsOutage(Exception exception);

    /// <summary>
    /// Lets go of this transaction's locks should its node fall asleep in it. Only where a lock stands in the way of all
    /// nodes: it is one statement more. Nothing where the database has no such limit.
    /// </summary>
    Task LimitIdleAsync(IdpContext context, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The time on the database's machine; null where that is ours.</summary>
    Task<DateTimeOffset?> ClockAsync(IdpContext context, CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);
}

/// <summary>EF wraps what drivers throw, sometimes twice; these look through the wrappings.</summary>
internal static class Dialects
{
    public static bool MeansTaken(this IDialect dialect, Exception exception) => Any(exception, dialect.IsUniqueViolation);

    public static bool MeansConflict(this IDialect dialect, Exception exception) => Any(exception, dialect.IsConflict);

    public static bool MeansOutage(this IDialect dialect, Exception exception) => Any(exception, dialect.IsOutage);

    static bool Any(Exception exception, Func<Exception, bool> test)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
            if (test(inner)) return true;
        return false;
    }
}
