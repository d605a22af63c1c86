using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Configuration;

namespace IdentityServer.Cli;

/// <summary><c>idp config</c>: what a declarative file would change, and changing it.</summary>
internal static class ConfigCommands
{
    public static Command Build(ICommandServices services) => new("config", "The declarative file.")
    {
        Build("plan", "Show what applying the file would change; write nothing.", services, apply: false),
        Build("apply", "Bring the database to what the file says. Twice changes nothing.", services, apply: true),
    };

    static Command Build(string name, string description, ICommandServices services, bool apply)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "JSON; the format is in the documentation." };
        var command = new Command(name, description) { file };
        command.SetAction((parsed, ct) => RunAsync(services, CommandLine.ReportOf(parsed), parsed.GetRequiredValue(file), apply, ct));
        return command;
    }

    static async Task<int> RunAsync(ICommandServices services, Report report, FileInfo file, bool apply, CancellationToken ct)
    {
        if (!file.Exists) return report.Refuse($"There is no file {file.FullName}.");
        var reading = DeclarationReader.Read(await File.ReadAllBytesAsync(file.FullName, ct));
        if (!reading.IsValid) return report.Refuse($"{file.Name} is not right, and nothing was changed:", reading.Problems);

        var found = apply ? await services.WriteFirstAsync(ct) : await services.ReadAsync(ct);
        if (reading.Declaration.Connections.Count > 0) await (apply ? found.OpenSecretsAsync(ct) : found.LoadSecretsAsync(ct));
        var reconciler = found.GetRequiredService<Reconciler>();
        var changes = apply ? await reconciler.ApplyAsync(reading.Declaration, Actors.CommandLine(Environment.UserName), ct) : await reconciler.PlanAsync(reading.Declaration, ct);
        return report.Done(Document(changes, apply), Lines(changes, apply));
    }

    static JsonObject Document(IReadOnlyList<Change> changes, bool apply) => new()
    {
        ["applied"] = apply,
        ["changes"] = new JsonArray([.. changes.Select(change => new JsonObject
        {
            ["kind"] = NameOf(change.Kind),
            ["what"] = change.What,
            ["details"] = Report.Array(change.Details),
        })]),
    };

    static IEnumerable<string> Lines(IReadOnlyList<Change> changes, bool apply)
    {
        foreach (var change in changes)
            yield return $"  {NameOf(change.Kind),-7}  {change.What}{(change.Details.Count == 0 ? "" : $"  ({string.Join(", ", change.Details)})")}";
        var count = changes.Count(change => change.ChangesAnything);
        yield return (count, apply) switch
        {
            (0, _) => "Nothing to change: the database is as the file says.",
            (_, true) => $"Done: {count} {(count == 1 ? "change" : "changes")}.",
            _ => $"{count} {(count == 1 ? "change" : "changes")} to make. Make them with: idp config apply",
        };
    }

    static string NameOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Add => "add",
        ChangeKind.Update => "update",
        ChangeKind.Remove => "remove",
        _ => "ignored",
    };
}
