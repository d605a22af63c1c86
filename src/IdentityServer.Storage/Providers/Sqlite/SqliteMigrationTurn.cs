using IdentityServer.Storage.Lanes;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>
/// EF keeps its migration lock in a row, and the row of a killed process stays: every later start would wait for it
/// for ever. A lock on a file beside the database does not outlive its holder; whoever has it knows that such a row
/// is nobody's, and clears it.
/// </summary>
internal sealed class SqliteMigrationTurn(SqliteFile file) : IMigrationTurn
{
    public async Task<IAsyncDisposable> TakeAsync(IdpContext context, CancellationToken ct)
    {
        file.Create();
        FileStream? held;
        while ((held = file.TryLock()) is null) await Task.Delay(100, ct);
        try
        {
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct);
            var left = await context.Database
                .SqlQueryRaw<long>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(ct);
            if (left > 0) await context.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", ct);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }
}
