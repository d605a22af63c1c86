namespace IdentityServer.Storage;

/// <summary>The database as a whole: its schema and its health.</summary>
public interface IDatabase
{
    /// <summary>Sqlite, SqlServer or PostgreSql.</summary>
    string ProviderName { get; }

    /// <summary>
    /// Brings the schema up to date, making the database where it is missing. Several nodes may do so at once, and one
    /// that was killed in between leaves nothing that stops the next. Refuses a schema that a newer version has made.
    /// </summary>
    Task MigrateAsync(CancellationToken ct);

    Task<DatabaseState> StateAsync(CancellationToken ct);

    /// <summary>The time on the database's machine; null where that is this machine.</summary>
    /// <exception cref="StorageUnavailableException">It does not answer.</exception>
    Task<DateTimeOffset?> ClockAsync(CancellationToken ct);
}

/// <summary>Whether the database answers, and whose schema it has.</summary>
/// <param name="PendingMigrations">Those we know and it does not have, in their order.</param>
/// <param name="IsNewer">It has migrations that we do not know.</param>
public sealed record DatabaseState(bool IsReachable, IReadOnlyList<string> PendingMigrations, bool IsNewer)
{
    public bool IsReady => IsReachable && PendingMigrations.Count == 0 && !IsNewer;
}
