using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>
/// SQLite compiles a statement each time a command is made, and EF makes a command each time it runs: on a short
/// statement that costs more than running it. Our connections stay open, so each keeps the statements it has compiled.
/// </summary>
internal sealed class PreparedStatements : DbCommandInterceptor
{
    readonly ConditionalWeakTable<SqliteConnection, PreparedPool> pools = [];

    public override InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result)
    {
        var connection = (SqliteConnection)eventData.Connection;
        return InterceptionResult<DbCommand>.SuppressWithResult(new PreparedCommand(connection, pools.GetOrCreateValue(connection)));
    }
}

/// <summary>The compiled statements of one connection, by their text. A connection serves one caller at a time, so nothing is locked.</summary>
internal sealed class PreparedPool
{
    // The stores have some fifty texts; whatever would go beyond this is run once and forgotten.
    const int Most = 200;

    readonly Dictionary<string, SqliteCommand> idle = new(StringComparer.Ordinal);

    /// <summary>Lends one out; the caller gives it back or disposes of it.</summary>
    public SqliteCommand Take(SqliteConnection connection, string text) =>
        idle.Remove(text, out var command) ? command : new SqliteCommand(text, connection);

    public void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (idle.Count >= Most || !idle.TryAdd(command.CommandText, command)) command.Dispose();
    }
}
