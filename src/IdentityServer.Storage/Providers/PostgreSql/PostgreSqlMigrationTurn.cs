using IdentityServer.Storage.Lanes;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace IdentityServer.Storage.Providers.PostgreSql;

/// <summary>
/// EF locks its history table, which two nodes on an empty database both have yet to make. An advisory lock needs no
/// table, and the server drops it with the session of a killed node.
/// </summary>
internal sealed class PostgreSqlMigrationTurn(string connectionString) : IMigrationTurn
{
    /// <summary>"IDPM" in ASCII.</summary>
    const long Key = 0x4944504D;

    // Not pooled: closing it is what gives the turn back.
    readonly string unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString();

    public async Task<IAsyncDisposable> TakeAsync(IdpContext context, CancellationToken ct)
    {
        await CreateAsync(context, ct);
        var held = new NpgsqlConnection(unpooled);
        try
        {
            await held.OpenAsync(ct);
            await using var command = held.CreateCommand();
            command.CommandText = $"SELECT pg_advisory_lock({Key})";
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(ct);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    static async Task CreateAsync(IdpContext context, CancellationToken ct)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(ct)) return;
        try
        {
            await creator.CreateAsync(ct);
        }
        // Another node was first; the second form is the same race, seen in the catalogue's index.
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation) { }
    }
}
