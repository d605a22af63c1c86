using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>What EF fills in and runs; when it runs, a statement that was compiled before does the work.</summary>
internal sealed class PreparedCommand(SqliteConnection connection, PreparedPool pool) : DbCommand
{
    // Holds the parameters until the text is known.
    readonly SqliteCommand draft = new();
    SqliteCommand? running;
    SqliteTransaction? transaction;

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text) throw new NotSupportedException("SQLite has text commands only.");
        }
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set
        {
            if (value != connection) throw new NotSupportedException("A compiled statement belongs to its connection.");
        }
    }

    protected override DbParameterCollection DbParameterCollection => draft.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => transaction;
        set => transaction = (SqliteTransaction?)value;
    }

    // Nothing in SQLite's driver waits, so there is nothing to interrupt.
    public override void Cancel() { }

    // It is prepared by running once.
    public override void Prepare() { }

    public override int ExecuteNonQuery() => Run(static command => command.ExecuteNonQuery());

    public override object? ExecuteScalar() => Run(static command => command.ExecuteScalar());

    protected override DbParameter CreateDbParameter() => draft.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Run(command => command.ExecuteReader(behavior));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            GiveBack();
            draft.Dispose();
        }
        base.Dispose(disposing);
    }

    T Run<T>(Func<SqliteCommand, T> execute)
    {
        GiveBack();
        var command = pool.Take(connection, CommandText);
        foreach (SqliteParameter parameter in draft.Parameters) command.Parameters.Add(parameter);
        command.Transaction = transaction;
        command.CommandTimeout = CommandTimeout;
        try
        {
            var result = execute(command);
            running = command;
            return result;
        }
        catch
        {
            // Whatever state the statement is in, nobody runs it again.
            command.Dispose();
            throw;
        }
    }

    void GiveBack()
    {
        if (running is { } done) pool.GiveBack(done);
        running = null;
    }
}
