using IdentityServer.Storage.Lanes;
using Npgsql;

namespace IdentityServer.Storage.Providers.PostgreSql;

/// <summary>PostgreSQL's SQLSTATEs: its manual, appendix A.</summary>
internal sealed class PostgreSqlDialect : IDialect
{
    const string SleptInTransaction = "25P03";

    public bool IsUniqueViolation(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public bool IsConflict(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    public async Task<DateTimeOffset?> ClockAsync(IdpContext context, CancellationToken ct) =>
        await context.Database.SqlQueryRaw<DateTimeOffset>("SELECT clock_timestamp() AS \"Value\"").SingleAsync(ct);

    public Task LimitIdleAsync(IdpContext context, CancellationToken ct) =>
        context.Database.ExecuteSqlRawAsync("SET LOCAL idle_in_transaction_session_timeout = '10s'", ct);

    public bool IsOutage(Exception exception) => exception switch
    {
        // 25P03 means that we slept with a lock in hand. 08 connection, 28 not let in, 53 resources, 57P operator intervention, 58 the system beneath, 3D000 no such database, 25006 a standby,
        // 55000 a database that takes no connections, 57014 and 55P03 the operator's time limits.
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.ReadOnlySqlTransaction or SleptInTransaction
                or PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable
            || postgres.SqlState.StartsWith("28", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("53", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("58", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => false,
    };
}
