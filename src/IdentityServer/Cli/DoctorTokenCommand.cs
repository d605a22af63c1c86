using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Cli;

/// <summary><c>idp doctor token</c>: why an appUserIdToken does not count. The token comes from standard input or a file, so that no shell remembers it.</summary>
internal static class DoctorTokenCommand
{
    public static Command Build(ICommandServices services)
    {
        var file = new Argument<string>("FILE") { Description = "A file with the token in it; - reads standard input.", DefaultValueFactory = _ => "-" };
        var client = new Option<string?>("--client") { Description = "An application of the pool; or name the pool." };
        var pool = new Option<string?>("--pool") { Description = "The id of the user pool." };
        var organization = OrganizationOption.Make();
        var command = new Command("token", "Explain why an appUserIdToken is refused. Exit code 1 when it is.") { file, client, pool, organization };
        command.SetAction(async (parsed, ct) =>
        {
            var report = CommandLine.ReportOf(parsed);
            var found = await services.ReadAsync(ct);
            var path = parsed.GetRequiredValue(file);
            var token = (path == "-" ? await Console.In.ReadToEndAsync(ct) : await File.ReadAllTextAsync(path, ct)).Trim();
            var owner = parsed.GetValue(pool) is { } id
                ? (await found.GetRequiredService<IUserPoolStore>().FindAsync(new(id), ct))?.OrganizationId ?? throw new StartupException($"There is no user pool {id}.")
                : (await OrganizationOption.FindAsync(found, parsed.GetValue(organization), ct)).Id;
            var explanation = await found.GetRequiredService<TokenExplainer>().ExplainAsync(
                owner, parsed.GetValue(client) is { } one ? new ClientId(one) : null, parsed.GetValue(pool) is { } named ? new PoolId(named) : null, token, ct);
            JsonObject document = new()
            {
                ["active"] = explanation.Flaw is null,
                ["code"] = explanation.Flaw?.Code ?? "valid",
                ["explanation"] = explanation.Flaw?.Sentence,
                ["next"] = explanation.Flaw?.Next,
                ["detail"] = explanation.Detail,
                ["facts"] = new JsonObject([.. explanation.Facts.Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Value))]),
            };
            return explanation.Flaw is null ? report.Done(document, Lines(explanation)) : report.Found(document, Lines(explanation));
        });
        return command;
    }

    static IEnumerable<string> Lines(TokenExplanation explanation)
    {
        if (explanation.Flaw is { } flaw)
        {
            yield return $"{flaw.Code}: {flaw.Sentence}";
            yield return $"→ {flaw.Next}";
            if (flaw.Spec.Length > 0) yield return $"  ({flaw.Spec})";
        }
        else yield return "valid: nothing is wrong with this token.";
        if (explanation.Detail is { } detail) yield return detail;
        yield return "";
        var width = explanation.Facts.Count == 0 ? 0 : explanation.Facts.Max(fact => fact.Name.Length);
        foreach (var fact in explanation.Facts) yield return $"{fact.Name.PadRight(width)}  {fact.Value}";
    }
}
