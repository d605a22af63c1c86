using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;

namespace IdentityServer.Cli;

/// <summary><c>idp audit</c>: who changed what, of all organizations.</summary>
internal static class AuditCommands
{
    const int Most = 1000;

    public static Command Build(ICommandServices services)
    {
        var limit = new Option<int>("--limit") { Description = $"How many records, 1 to {Most}.", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            // What is no number is told by the parser.
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var wanted) && wanted is < 1 or > Most) result.AddError($"--limit has to be 1 to {Most}.");
        });
        var before = new Option<string?>("--before") { Description = "The id of a record: only older ones." };
        before.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var text }] || !Guid.TryParseExact(text, "D", out _)) result.AddError("--before has to be the id of a record.");
        });
        var list = new Command("list", "Show the audit log, newest first.") { limit, before };
        list.SetAction((parsed, ct) => ListAsync(services, CommandLine.ReportOf(parsed), parsed.GetValue(limit), parsed.GetValue(before), ct));
        return new Command("audit", "Who changed what.") { list };
    }

    static async Task<int> ListAsync(ICommandServices services, Report report, int limit, string? before, CancellationToken ct)
    {
        var log = (await services.ReadAsync(ct)).GetRequiredService<IAuditLog>();
        var records = await log.ListAllAsync(before?.ToLowerInvariant(), limit, ct);
        JsonArray document = [.. records.Select(record => new JsonObject
        {
            ["id"] = record.Id,
            ["at"] = record.At,
            ["actor"] = record.Actor,
            ["action"] = record.Action,
            ["target"] = record.Target,
            ["details"] = JsonNode.Parse(record.Details),
            ["pool"] = record.Pool?.Value,
            ["organization"] = record.OrganizationId,
            ["correlation"] = record.Correlation,
        })];
        if (records.Count == 0) return report.Done(document, before is null ? "Nothing has been recorded yet." : "There are no older records.");
        return report.Done(document, Report.Table(["AT", "ACTOR", "ACTION", "TARGET", "ID"],
            [.. records.Select(record => (IReadOnlyList<string>)[Report.Time(record.At), record.Actor, record.Action, record.Target, record.Id])]));
    }
}
