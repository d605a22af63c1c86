using IdentityServer.Storage.Lanes;
using Microsoft.Data.SqlClient;

namespace IdentityServer.Storage.Providers.SqlServer;

/// <summary>SQL Server's error numbers: Microsoft Learn, "Database Engine events and errors".</summary>
internal sealed class SqlServerDialect : IDialect
{
    const int DuplicateInIndex = 2601, DuplicateInConstraint = 2627;
    const int DeadlockVictim = 1205, SnapshotConflict = 3960;

    // -2 timeout; 1222 lock timeout; 1105, 9002 full; 4060, 18456 database or login not there; 233 … 11001 the network;
    // 926, 945, 942 database not open; 40197 … 49920 a managed server that moves or throttles.
    static readonly HashSet<int> outages =
    [
        -2, 2, 20, 53, 64, 121, 233, 258, 926, 942, 945, 1105, 1222, 4060, 6005, 9002, 10053, 10054, 10060, 10061, 11001,
        18401, 18456, 40143, 40197, 40501, 40540, 40613, 49918, 49919, 49920,
    ];

    public bool IsUniqueViolation(Exception exception) => exception is SqlException { Number: DuplicateInIndex or DuplicateInConstraint };

    public bool IsConflict(Exception exception) => exception is SqlException { Number: DeadlockVictim or SnapshotConflict };

    // Class 20 and above: the connection is gone.
    public async Task<DateTimeOffset?> ClockAsync(IdpContext context, CancellationToken ct) =>
        await context.Database.SqlQueryRaw<DateTimeOffset>("SELECT SYSDATETIMEOFFSET() AS [Value]").SingleAsync(ct);

    public bool IsOutage(Exception exception) => exception is SqlException sql && (sql.Class >= 20 || outages.Contains(sql.Number));
}
