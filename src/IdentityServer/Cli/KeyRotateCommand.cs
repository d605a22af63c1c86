using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Cli;

/// <summary><c>idp keys rotate</c>: begins a rotation before the schedule does, and ends it early where that is safe.</summary>
internal static class KeyRotateCommand
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    public static Command Build(ICommandServices services)
    {
        var algorithm = KeysCommands.Algorithm();
        var now = new Option<bool>("--now") { Description = "Let the announced successor sign at once; refused while relying parties may not know it." };
        var waitReady = new Option<bool>("--wait-ready") { Description = "Wait until every relying party that is known has read the new key, then let it sign. Interrupting leaves it announced." };
        var command = new Command("rotate", "Make the next key public now; it takes over after its announcement.") { algorithm, now, waitReady };
        command.Validators.Add(result =>
        {
            if (result.GetValue(now) && result.GetValue(algorithm) is null) result.AddError("--now needs --alg: several at once might end half done.");
            if (result.GetValue(now) && result.GetValue(waitReady)) result.AddError("--now and --wait-ready contradict each other: leave one out.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            var found = await services.WriteAsync(ct);
            var rotation = new Rotation(found, (await parsed.PoolAsync(found, ct)).Id, CommandLine.ReportOf(parsed), [.. KeysCommands.Chosen(parsed.GetValue(algorithm))]);
            return parsed.GetValue(waitReady) ? await rotation.WhenReadyAsync(ct) : await rotation.RunAsync(parsed.GetValue(now), ct);
        });
        return command;
    }

    sealed class Rotation(IServiceProvider found, PoolId pool, Report report, IReadOnlyList<string> algorithms)
    {
        readonly RotationControl control = found.GetRequiredService<RotationControl>();
        readonly string actor = Actors.CommandLine(Environment.UserName);

        public async Task<int> RunAsync(bool now, CancellationToken ct)
        {
            List<KeyPosition> positions = [];
            foreach (var name in algorithms)
            {
                var answer = now ? await control.TakeOverAsync(pool, name, null, actor, ct) : await control.RotateAsync(pool, name, actor, ct);
                if (!answer.Try(out var position, out var no)) return KeysCommands.Refuse(report, no);
                positions.Add(position);
            }
            return report.Done(new JsonArray([.. positions.Select(KeyText.Document)]), positions.SelectMany(KeyText.Lines));
        }

        /// <summary>One algorithm after the other: what waits for one waits for all.</summary>
        public async Task<int> WhenReadyAsync(CancellationToken ct)
        {
            var begun = new List<KeyPosition>();
            foreach (var name in algorithms)
            {
                if (!(await control.RotateAsync(pool, name, actor, ct)).Try(out var position, out var no)) return KeysCommands.Refuse(report, no);
                begun.Add(position);
            }
            List<KeyPosition> done = [];
            foreach (var position in begun)
            {
                await WaitAsync(position, ct);
                var answer = await control.TakeOverAsync(pool, position.Policy.Algorithm, position.Successor!.Kid, actor, ct);
                if (answer.Try(out var taken, out var no)) done.Add(taken);
                else
                {
                    var now = (await control.PositionsAsync(pool, ct)).Single(one => one.Policy.Algorithm == position.Policy.Algorithm);
                    // The schedule may have been first; anything else has become of it since.
                    if (now.Active?.Kid != position.Successor.Kid) return KeysCommands.Refuse(report, no);
                    done.Add(now);
                }
            }
            return report.Done(new JsonArray([.. done.Select(KeyText.Document)]), done.SelectMany(KeyText.Lines));
        }

        async Task WaitAsync(KeyPosition position, CancellationToken ct)
        {
            var (readiness, clock) = (found.GetRequiredService<RotationReadiness>(), found.GetRequiredService<TimeProvider>());
            var said = "";
            while (await readiness.ReadAsync(pool, position.Successor!.Kid, ct) is { } known)
            {
                var early = position.EarliestAt is { } earliest && clock.GetUtcNow() < earliest;
                if (!early && known.IsReady) return;
                var says = known.Waiting.Count == 0
                    ? $"{position.Policy.Algorithm}: all {known.Ready.Count} known have the new key; it may sign from {KeyText.Time(position.EarliestAt)}."
                    : $"{position.Policy.Algorithm}: {known.Ready.Count} have the new key, waiting for {known.Waiting.Count}: {string.Join(", ", known.Waiting.Take(5).Select(reader => reader.Name))}{(known.Waiting.Count > 5 ? ", …" : "")}";
                // A line when something has changed; a program gets its one document at the end.
                if (says != said) report.Progress(says);
                said = says;
                await Task.Delay(LookEvery, clock, ct);
            }
        }
    }
}
