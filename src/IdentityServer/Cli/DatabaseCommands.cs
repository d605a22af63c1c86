using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Storage;

namespace IdentityServer.Cli;

/// <summary><c>idp db</c>.</summary>
internal static class DatabaseCommands
{
    public static Command Build(ICommandServices services)
    {
        var migrate = new Command("migrate", "Bring the database's schema up to date; several nodes may do so at once.");
        migrate.SetAction((parsed, ct) => MigrateAsync(services, CommandLine.ReportOf(parsed), ct));
        return new Command("db", "The database.") { migrate };
    }

    static async Task<int> MigrateAsync(ICommandServices services, Report report, CancellationToken ct)
    {
        var database = services.Build().GetRequiredService<IDatabase>();
        var before = await database.StateAsync(ct);
        if (before.IsNewer) return report.Refuse("The database was made by a newer version. Use that version.");
        await database.MigrateAsync(ct);
        var after = await database.StateAsync(ct);
        if (!after.IsReady) return report.Refuse("The database is still not ready. Look at it with: idp doctor");
        JsonObject document = new() { ["provider"] = database.ProviderName, ["applied"] = Report.Array(before.PendingMigrations) };
        return before.PendingMigrations.Count == 0
            ? report.Done(document, $"The {database.ProviderName} database is up to date.")
            : report.Done(document, [$"The {database.ProviderName} database is up to date now. Applied:", .. before.PendingMigrations.Select(name => $"  {name}")]);
    }
}
