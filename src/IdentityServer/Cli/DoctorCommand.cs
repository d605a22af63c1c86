using System.CommandLine;
using System.Text.Json.Nodes;

namespace IdentityServer.Cli;

/// <summary><c>idp doctor</c>: says whether a server can work with these settings, and what to do where it cannot.</summary>
internal static class DoctorCommand
{
    public static Command Build(ICommandServices services)
    {
        var command = new Command("doctor", "Check settings, keys, database and clients. Changes nothing; exit code 1 when something fails.");
        command.SetAction(async (parsed, ct) =>
        {
            var findings = await new Doctor(services).ExamineAsync(ct);
            var failed = findings.Any(finding => finding.Verdict == Verdict.Fail);
            JsonObject document = new()
            {
                ["ok"] = !failed,
                ["checks"] = new JsonArray([.. findings.Select(finding => new JsonObject
                {
                    ["verdict"] = NameOf(finding.Verdict), ["check"] = finding.Check, ["says"] = finding.Says, ["next"] = finding.Next,
                })]),
            };
            var report = CommandLine.ReportOf(parsed);
            return failed ? report.Found(document, Lines(findings)) : report.Done(document, Lines(findings));
        });
        command.Subcommands.Add(DoctorTokenCommand.Build(services));
        return command;
    }

    static IEnumerable<string> Lines(IReadOnlyList<Finding> findings)
    {
        var width = findings.Max(finding => finding.Check.Length);
        foreach (var finding in findings)
        {
            yield return $"{NameOf(finding.Verdict),-4}  {finding.Check.PadRight(width)}  {finding.Says}";
            if (finding.Next is not null) yield return $"{"",-4}  {"".PadRight(width)}  → {finding.Next}";
        }
        var (fails, warnings) = (findings.Count(finding => finding.Verdict == Verdict.Fail), findings.Count(finding => finding.Verdict == Verdict.Warn));
        yield return "";
        yield return fails > 0 ? $"{fails} failed, {warnings} to look at." : warnings > 0 ? $"Nothing failed, {warnings} to look at." : "All is well.";
    }

    static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warn => "warn",
        _ => "fail",
    };
}
