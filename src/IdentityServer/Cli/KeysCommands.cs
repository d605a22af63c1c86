using System.CommandLine;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Cli;

/// <summary><c>idp keys</c>: which keys there are and what each does now.</summary>
internal static class KeysCommands
{
    public static Command Build(ICommandServices services)
    {
        var list = new Command("list", "Show the signing keys, newest first.");
        list.SetAction((parsed, ct) => ListAsync(services, CommandLine.ReportOf(parsed), ct));
        return new Command("keys", "Signing keys.") { list };
    }

    static async Task<int> ListAsync(ICommandServices services, Report report, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var now = found.GetRequiredService<TimeProvider>().GetUtcNow();
        var keys = (await found.GetRequiredService<IKeyStore>().ListAsync(PoolId.Default, ct))
            .OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Generation).ToList();
        JsonArray document = [.. keys.Select(key => new JsonObject
        {
            ["kid"] = key.Kid,
            ["alg"] = key.Algorithm,
            ["state"] = StateOf(key, keys, now),
            ["generation"] = key.Generation,
            ["created_at"] = key.CreatedAt,
            ["active_from"] = key.ActiveFrom,
            ["retired_at"] = key.RetiredAt,
            ["sealed_by"] = key.SealedBy,
        })];
        if (keys.Count == 0) return report.Done(document, "There are no signing keys yet; the server makes them when it first starts.");
        return report.Done(document, Report.Table(["KID", "ALG", "STATE", "ACTIVE FROM", "RETIRED"],
            [.. keys.Select(key => (IReadOnlyList<string>)[key.Kid, key.Algorithm, StateOf(key, keys, now), Report.Time(key.ActiveFrom), key.RetiredAt is { } end ? Report.Time(end) : "-"])]));
    }

    /// <summary>announced: published before it signs; active: signs; superseded: a newer one signs; retired: only verifies; destroyed: cannot sign any more.</summary>
    static string StateOf(SigningKey key, List<SigningKey> all, DateTimeOffset now)
    {
        if (key.SealedPrivateKey is null) return "destroyed";
        if (key.RetiredAt <= now) return "retired";
        if (key.ActiveFrom > now) return "announced";
        return all.Exists(other => other.Algorithm == key.Algorithm && other.Generation > key.Generation && other.ActiveFrom <= now && !(other.RetiredAt <= now)) ? "superseded" : "active";
    }
}
