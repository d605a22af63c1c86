using System.Data;
using System.Data.Common;
using IdentityServer.Storage.Lanes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>
/// Stands where the server would: writes down each command and answers it, so that what EF makes of a query can be
/// read without one. No rows, unless <see cref="Rows"/> has some for the next read; every change changes one row.
/// </summary>
internal sealed class RecordedCommands : DbCommandInterceptor, IDbConnectionInterceptor
{
    public List<string> Texts { get; } = [];

    public DataTable? Rows { get; set; }

    /// <summary>For the reads after that; a batch of changes reads how many rows each has changed.</summary>
    public Queue<DataTable> Later { get; } = [];

    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        InterceptionResult.Suppress();

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken) =>
        new(InterceptionResult.Suppress());

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Read(command);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(Read(command));

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Texts.Add(command.CommandText);
        return new(InterceptionResult<int>.SuppressWithResult(1));
    }

    InterceptionResult<DbDataReader> Read(DbCommand command)
    {
        Texts.Add(command.CommandText);
        var rows = Rows ?? new DataTable();
        Rows = Later.TryDequeue(out var next) ? next : null;
        return InterceptionResult<DbDataReader>.SuppressWithResult(rows.CreateDataReader());
    }
}

/// <summary>Writes down where a transaction begins and ends; there is none, because there is no server.</summary>
internal sealed class RecordedLane(IContexts contexts, RecordedCommands recorded) : IWriteLane
{
    public async ValueTask<T> RunAsync<T>(WriteScope scope, Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct)
    {
        await using var context = scope.Pool is { } pool ? contexts.Open(pool) : contexts.OpenSystemWide();
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        if (scope.Together) recorded.Texts.Add("BEGIN TRANSACTION;");
        var result = await write(context, ct);
        if (scope.Together) recorded.Texts.Add("COMMIT;");
        return result;
    }
}
