using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Jobs;

namespace IdentityServer.Cli;

/// <summary><c>idp keys policy</c>: shows and changes how often keys change.</summary>
internal static class KeyPolicyCommand
{
    public static Command Build(ICommandServices services)
    {
        var algorithm = KeysCommands.Algorithm();
        var interval = Span("--interval", "How long a key signs: 90d, 12h, 30m.");
        var announce = Span("--announce-before", "How long its successor is public before that.");
        var schedule = new Option<string>("--schedule") { Description = "When a look is taken at what is due: a Quartz cron expression in UTC, in quotes." };
        var reset = new Option<bool>("--reset") { Description = "Back to what the settings say." };
        var command = new Command("policy", "Show the rotation policy, or change it with the options.") { algorithm, interval, announce, schedule, reset };
        command.SetAction((parsed, ct) => RunAsync(services, CommandLine.ReportOf(parsed), parsed, parsed.GetValue(algorithm),
            new(parsed.GetValue(interval), parsed.GetValue(announce), parsed.GetValue(schedule), parsed.GetValue(reset)), ct));
        return command;
    }

    static async Task<int> RunAsync(ICommandServices services, Report report, ParseResult parsed, string? algorithm, Wanted wanted, CancellationToken ct)
    {
        if (wanted.Schedule is { Length: > RotationPolicy.LongestSchedule }) return report.Refuse("That schedule is too long.");
        if (wanted.Schedule is { } cron && CronExpressions.Problem(cron) is { } problem) return report.Refuse(problem);
        var found = wanted.IsNothing ? await services.ReadAsync(ct) : await services.WriteAsync(ct);
        var pool = (await parsed.PoolAsync(found, ct)).Id;
        var control = found.GetRequiredService<RotationControl>();
        var actor = Actors.CommandLine(Environment.UserName);
        var positions = (await control.PositionsAsync(pool, ct)).Where(position => algorithm is null || position.Policy.Algorithm == algorithm).ToList();
        if (positions.Count == 0) return report.Refuse($"Keys of {algorithm} are not kept here.");
        for (var i = 0; i < positions.Count && !wanted.IsNothing; i++)
        {
            var policy = wanted.Over(positions[i].Policy);
            var answer = wanted.Reset
                ? await control.ResetPolicyAsync(pool, policy.Algorithm, actor, ct)
                : await control.SetPolicyAsync(policy, CronExpressions.LongestGap(policy.Schedule, found.GetRequiredService<TimeProvider>().GetUtcNow()), actor, ct);
            if (!answer.Try(out var changed, out var no)) return KeysCommands.Refuse(report, no);
            positions[i] = changed;
        }
        return report.Done(new JsonArray([.. positions.Select(KeyText.Document)]),
        [
            .. Report.Table(["ALG", "INTERVAL", "ANNOUNCED BEFORE", "SCHEDULE"], [.. positions.Select(position => (IReadOnlyList<string>)
                [position.Policy.Algorithm, KeyText.Span(position.Policy.Interval), KeyText.Span(position.Policy.AnnounceBefore), position.Policy.Schedule])]),
            .. positions.Select(position => position.Policy.Warning).OfType<string>().Distinct(),
        ]);
    }

    internal static Option<TimeSpan?> Span(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (KeyText.ParseSpan(result.Tokens[0].Value) is { } span) return span;
            result.AddError($"{name} is a time such as 90d, 12h or 30m.");
            return null;
        },
    };

    sealed record Wanted(TimeSpan? Interval, TimeSpan? AnnounceBefore, string? Schedule, bool Reset)
    {
        public bool IsNothing => Interval is null && AnnounceBefore is null && Schedule is null && !Reset;

        public RotationPolicy Over(RotationPolicy policy) => new()
        {
            PoolId = policy.PoolId,
            Algorithm = policy.Algorithm,
            Interval = Interval ?? policy.Interval,
            AnnounceBefore = AnnounceBefore ?? policy.AnnounceBefore,
            Schedule = Schedule ?? policy.Schedule,
        };
    }
}
