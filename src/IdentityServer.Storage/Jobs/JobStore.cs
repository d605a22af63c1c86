using System.Data.Common;

namespace IdentityServer.Storage.Jobs;

/// <summary>
/// How the scheduler reaches the tables that all nodes share. Registered on SQL Server and PostgreSQL only: a SQLite
/// installation has one node, and its schedule needs no tables.
/// </summary>
public sealed class JobStore
{
    /// <summary>What the names of the tables begin with.</summary>
    public const string TablePrefix = "QRTZ_";

    // A scheduler asks one question at a time, and a running job has connections of its own.
    internal const int MostConnections = 4;

    internal const string ApplicationName = "idp jobs";

    /// <summary>SqlServer or PostgreSql.</summary>
    public required string Provider { get; init; }

    public required DbProviderFactory Connections { get; init; }

    /// <summary>Its own pool, so that a burst of requests cannot starve the schedule, nor the other way round.</summary>
    public required string ConnectionString { get; init; }
}
