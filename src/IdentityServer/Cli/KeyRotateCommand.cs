using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Cli;

/// <summary><c>idp keys rotate</c>: begins a rotation before the schedule does, and ends it early where that is safe.</summary>
internal static class KeyRotateCommand
{
    public static Command Build(ICommandServices services)
    {
        var algorithm = KeysCommands.Algorithm();
        var now = new Option<bool>("--now") { Description = "Let the announced successor sign at once; refused while relying parties may not know it." };
        var command = new Command("rotate", "Make the next key public now; it takes over after its announcement.") { algorithm, now };
        command.SetAction((parsed, ct) => RunAsync(services, CommandLine.ReportOf(parsed), parsed.GetValue(algorithm), parsed.GetValue(now), ct));
        return command;
    }

    static async Task<int> RunAsync(ICommandServices services, Report report, string? algorithm, bool now, CancellationToken ct)
    {
        var control = (await services.WriteAsync(ct)).GetRequiredService<RotationControl>();
        var actor = Actors.CommandLine(Environment.UserName);
        List<KeyPosition> positions = [];
        foreach (var name in KeysCommands.Chosen(algorithm))
        {
            var answer = now
                ? await control.TakeOverAsync(PoolId.Default, name, actor, ct)
                : await control.RotateAsync(PoolId.Default, name, actor, ct);
            if (!answer.Try(out var position, out var no)) return KeysCommands.Refuse(report, no);
            positions.Add(position);
        }
        return report.Done(new JsonArray([.. positions.Select(KeyText.Document)]), positions.SelectMany(KeyText.Lines));
    }
}
