using System.Globalization;
using System.Runtime.CompilerServices;
using IdentityServer.Storage;
using Microsoft.Data.Sqlite;

namespace IdentityServer.Tests.Fixture;

/// <summary>Looks into a server's SQLite file from outside.</summary>
public static class SqliteDatabase
{
    // Storage finds the libraries of SQLite when its module is first used: before any test, whichever comes first, opens a file.
#pragma warning disable CA2255 // Nothing else runs before the tests' own statics.
    [ModuleInitializer]
    internal static void Prepare() => RuntimeHelpers.RunModuleConstructor(typeof(StorageUnavailableException).Module.ModuleHandle);
#pragma warning restore CA2255

    /// <summary>The first column of every row, one per line.</summary>
    public static async Task<string> QueryAsync(string file, string sql, CancellationToken ct)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        // The caller is a test, and so is its SQL.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(ct);
        List<string> lines = [];
        while (await rows.ReadAsync(ct))
            lines.Add(Convert.ToString(rows.GetValue(0), CultureInfo.InvariantCulture) ?? "");
        return string.Join('\n', lines);
    }

    /// <summary>Changes the file behind the server's back: what time, or somebody else, would do to it.</summary>
    public static async Task<int> ExecuteAsync(string file, string sql, CancellationToken ct)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadWrite;Pooling=False");
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteNonQueryAsync(ct);
    }
}
