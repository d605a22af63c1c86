using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Keys;

namespace IdentityServer.Cli;

/// <summary><c>idp keys rewrap</c>: changes the master key while the nodes go on.</summary>
internal static class KeyRewrapCommand
{
    public static Command Build(ICommandServices services)
    {
        var generate = new Option<bool>("--generate") { Description = "First put a new key above those in master.key. Only where the master key is in that file." };
        var command = new Command("rewrap", "Seal everything anew under the first master key. Nodes that have both keys go on and follow by themselves.") { generate };
        command.SetAction((parsed, ct) => RunAsync(services, CommandLine.ReportOf(parsed), parsed.GetValue(generate), ct));
        return command.OfAllPools();
    }

    static async Task<int> RunAsync(ICommandServices services, Report report, bool generate, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var (source, masterKeys, rewrap) = (found.GetRequiredService<MasterKeySource>(), found.GetRequiredService<MasterKeys>(), found.GetRequiredService<Rewrap>());
        if (generate && source.File is null) return report.Refuse($"--generate makes a new key in the file master.key, and here the key comes from {source.Name}. Make one with: openssl rand -base64 32");
        var rows = await found.GetRequiredService<ISealedRows>().ListAsync(ct);
        if (rows.Count == 0) return report.Refuse("Nothing is sealed yet: the server makes its keys when it first starts.");
        // Before a key is made: what cannot be opened now could not be sealed under it.
        if (rewrap.Problem(rows) is { } closed) return report.Refuse(closed);

        // Where the first key is not everywhere yet, an earlier run was cut off, and it is that one which is finished.
        var finishes = rows.Any(row => row.SealedBy != masterKeys.First.Fingerprint);
        string? made = null;
        if (generate && !finishes)
        {
            made = MasterKeyFile.AddFirst(source.File!);
            masterKeys.ReadAgain();
            if (!masterKeys.Fingerprints.Contains(made)) return report.Refuse($"{source.File} has a new key, {made}, and cannot be read. Nothing was sealed under it.");
        }
        var run = await rewrap.RunAsync(Actors.CommandLine(Environment.UserName), ct);
        return run.Problem is { } problem ? report.Refuse(problem) : report.Done(Document(run, made), [.. Lines(run, made, generate && finishes), "", .. Next(source, masterKeys)]);
    }

    static JsonObject Document(RewrapRun run, string? made) => new()
    {
        ["sealed_by"] = run.Fingerprint,
        ["generated"] = made is not null,
        ["resealed"] = new JsonObject(run.All.Select(kind => KeyValuePair.Create<string, JsonNode?>(MemberOf(kind.Key), run.Resealed[kind.Key]))),
        ["rows"] = new JsonObject(run.All.Select(kind => KeyValuePair.Create<string, JsonNode?>(MemberOf(kind.Key), kind.Value))),
    };

    static IEnumerable<string> Lines(RewrapRun run, string? made, bool finishes)
    {
        if (made is not null) yield return $"A new master key was made: {made}.";
        if (finishes) yield return "No new key was made: the first one was not in use everywhere, and now that is finished.";
        foreach (var (kind, all) in run.All) yield return $"  {NameOf(kind),-20}  {run.Resealed[kind]} of {all} sealed anew";
        yield return $"Everything is sealed under the first master key now, {run.Fingerprint}.";
    }

    static IEnumerable<string> Next(MasterKeySource source, MasterKeys masterKeys)
    {
        if (masterKeys.Fingerprints.Count == 1) yield return "There is no other key that could be removed.";
        else
        {
            yield return "Next:";
            yield return "  1. Look whether every node is ready (/health/ready). They follow within seconds; one that does not says which key it lacks.";
            yield return source.File is { } file
                ? $"  2. Then remove all lines but the first from {file}. A node that shares the file needs no restart."
                : $"  2. Then let {source.Name} give the first key alone, and deploy that to every node.";
            yield return "  3. Keep the old key for as long as you keep backups made before now: they need it.";
        }
    }

    static string MemberOf(SealedKind kind) => kind switch
    {
        SealedKind.SigningKey => "signing_keys",
        SealedKind.Secret => "secrets",
        _ => "data_protection_keys",
    };

    static string NameOf(SealedKind kind) => kind switch
    {
        SealedKind.SigningKey => "signing keys",
        SealedKind.Secret => "shared secrets",
        _ => "Data Protection keys",
    };
}
