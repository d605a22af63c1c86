using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Cli;

/// <summary><c>idp keys</c>: which keys there are and what each does now; what changes them has files of its own.</summary>
internal static class KeysCommands
{
    public static Command Build(ICommandServices services)
    {
        var list = new Command("list", "Show the signing keys, newest first.");
        list.SetAction((parsed, ct) => ListAsync(services, CommandLine.ReportOf(parsed), parsed, ct));
        return new Command("keys", "Signing keys.")
        {
            list,
            KeyRotateCommand.Build(services),
            KeyPolicyCommand.Build(services),
            KeyRevokeCommand.Build(services),
            KeyRewrapCommand.Build(services),
            KeyImportCommand.Build(services),
            KeyExportCommand.Build(services),
        }.OfPool();
    }

    /// <summary>A refusal in the operator's words: what is wrong, and what we know beyond that.</summary>
    internal static int Refuse(Report report, Refusal no) => report.Refuse(no.Detail is { } detail ? $"{no.Reason.Sentence} {detail}" : no.Reason.Sentence);

    internal static Option<string> Algorithm() =>
        new("--alg") { Description = $"One of {string.Join(", ", KeyFactory.Algorithms.Select(algorithm => algorithm.Name))}; all of them where it is left out." };

    internal static IEnumerable<string> Chosen(string? algorithm) => algorithm is null ? KeyFactory.Algorithms.Select(known => known.Name) : [algorithm];

    static async Task<int> ListAsync(ICommandServices services, Report report, ParseResult parsed, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var keys = (await found.GetRequiredService<IKeyStore>().ListAsync((await parsed.PoolAsync(found, ct)).Id, ct)).Keys
            .OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Generation).ToList();
        JsonArray document = [.. keys.Select(KeyText.Document)];
        if (keys.Count == 0) return report.Done(document, "There are no signing keys yet; the server makes them when it first starts.");
        return report.Done(document, Report.Table(["KID", "ALG", "STATE", "PUBLIC SINCE", "SIGNS SINCE", "RETIRED"],
            [.. keys.Select(key => (IReadOnlyList<string>)[key.Kid, key.Algorithm, KeyText.NameOf(key.State), KeyText.Time(key.AnnouncedAt), KeyText.Time(key.ActivatedAt), KeyText.Time(key.RetiredAt)])]));
    }
}
