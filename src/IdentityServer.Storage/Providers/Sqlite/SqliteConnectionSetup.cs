using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>
/// What each connection is told once. synchronous=FULL: in WAL mode it is what makes a commit survive the loss of
/// power. Connections are pooled, so what counts as one is the library's handle.
/// </summary>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    const string Settings = "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

    // Its type cannot be compiled against (see the project file), so it is a mere object here.
    static readonly Func<SqliteConnection, object?> handleOf =
        typeof(SqliteConnection).GetProperty("Handle")!.GetMethod!.CreateDelegate<Func<SqliteConnection, object?>>();

    readonly ConditionalWeakTable<object, object> told = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Tell(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Tell(connection);
        return Task.CompletedTask;
    }

    void Tell(DbConnection connection)
    {
        if (handleOf((SqliteConnection)connection) is not { } handle || told.TryGetValue(handle, out _)) return;
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
        told.AddOrUpdate(handle, handle);
    }
}
