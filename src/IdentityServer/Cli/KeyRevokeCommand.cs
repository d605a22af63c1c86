using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Keys;

namespace IdentityServer.Cli;

/// <summary><c>idp keys revoke</c>: for the day when a private key is in the wrong hands.</summary>
internal static class KeyRevokeCommand
{
    public static Command Build(ICommandServices services)
    {
        var kid = new Argument<string>("KID") { Description = "The kid, as idp keys list shows it." };
        var reason = new Option<string>("--reason") { Description = "Why; it stands in the audit log.", Required = true };
        var command = new Command("revoke", "Take a key away at once, on every node; its tokens stop working, and its successor signs.") { kid, reason };
        command.SetAction((parsed, ct) => RunAsync(services, CommandLine.ReportOf(parsed), parsed, parsed.GetRequiredValue(kid), parsed.GetRequiredValue(reason), ct));
        return command;
    }

    static async Task<int> RunAsync(ICommandServices services, Report report, ParseResult parsed, string kid, string reason, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason)) return report.Refuse("Say why, with --reason: somebody will ask.");
        var found = await services.WriteAsync(ct);
        var pool = (await parsed.PoolAsync(found, ct)).Id;
        var revocation = found.GetRequiredService<KeyRevocation>();
        if (!(await revocation.RevokeAsync(pool, kid, reason, Actors.CommandLine(Environment.UserName), ct)).Try(out var revoked, out var no))
            return KeysCommands.Refuse(report, no);
        var tokens = await found.GetRequiredService<LiveTokens>().ReadAsync(pool, kid, ct);
        JsonObject document = new()
        {
            ["kid"] = kid,
            ["alg"] = revoked.Key.Algorithm,
            ["revoked_at"] = revoked.Key.RevokedAt,
            ["already_revoked"] = !revoked.IsNew,
            ["active"] = revoked.Active?.Kid,
            ["active_was_announced"] = revoked.WasAnnounced,
            ["live_tokens"] = tokens is null ? null : new JsonObject([.. tokens.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]),
            ["problem"] = revoked.Problem,
        };
        return report.Done(document, Lines(revoked, tokens));
    }

    static IEnumerable<string> Lines(RevokedKey revoked, IReadOnlyDictionary<string, long>? tokens)
    {
        yield return revoked.IsNew
            ? $"The key {revoked.Key.Kid} is revoked. It leaves the JWK set of every node within a second, and its tokens are refused here."
            : $"The key {revoked.Key.Kid} was revoked already, {KeyText.Time(revoked.Key.RevokedAt)}.";
        if (revoked.Active is { } active) yield return $"{active.Algorithm} tokens are signed by {active.Kid}.";
        if (revoked.Problem is { } problem) yield return $"Nothing signs in its place: {problem} The server makes a key as soon as it can; until then {revoked.Key.Algorithm} tokens are refused.";
        else if (!revoked.WasAnnounced) yield return "That key has not been public for long: libraries that do not fetch the set again for an unknown kid refuse its tokens until their copy is old enough.";
        yield return $"Programs that verify tokens themselves accept the old ones until they fetch the set again: within {KeyText.Span(KeyTimes.MaxAge)} where they obey our Cache-Control.";
        if (tokens is null) yield return "How many tokens of it were alive could not be counted: the database does not answer.";
        if (tokens is null) yield break;
        if (tokens.Count == 0)
        {
            yield return "No token of it was still alive.";
            yield break;
        }
        yield return "";
        foreach (var line in Report.Table(["CLIENT", "LIVE TOKENS"], [.. tokens.OrderByDescending(pair => pair.Value).Select(pair => (IReadOnlyList<string>)[pair.Key, $"{pair.Value}"])]))
            yield return line;
    }
}
