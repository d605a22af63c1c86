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
        return new Command("keys", "Signing keys.")
        {
            list,
            KeyRewrapCommand.Build(services),
            KeyImportCommand.Build(services),
            KeyExportCommand.Build(services),
        };
    }

    static async Task<int> ListAsync(ICommandServices services, Report report, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var keys = (await found.GetRequiredService<IKeyStore>().ListAsync(PoolId.Default, ct)).Keys
            .OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Generation).ToList();
        JsonArray document = [.. keys.Select(Document)];
        if (keys.Count == 0) return report.Done(document, "There are no signing keys yet; the server makes them when it first starts.");
        return report.Done(document, Report.Table(["KID", "ALG", "STATE", "PUBLIC SINCE", "SIGNS SINCE", "RETIRED"],
            [.. keys.Select(key => (IReadOnlyList<string>)[key.Kid, key.Algorithm, NameOf(key.State), Time(key.AnnouncedAt), Time(key.ActivatedAt), Time(key.RetiredAt)])]));
    }

    static JsonObject Document(SigningKey key) => new()
    {
        ["kid"] = key.Kid,
        ["alg"] = key.Algorithm,
        ["state"] = NameOf(key.State),
        ["generation"] = key.Generation,
        ["created_at"] = key.CreatedAt,
        ["announced_at"] = key.AnnouncedAt,
        ["activated_at"] = key.ActivatedAt,
        ["signed_until"] = key.SignedUntil,
        ["retired_at"] = key.RetiredAt,
        ["withdrawn_at"] = key.WithdrawnAt,
        ["revoked_at"] = key.RevokedAt,
        ["revoked_reason"] = key.RevokedReason,
        ["sealed_by"] = key.SealedPrivateKey is null ? null : key.SealedBy,
    };

    static string NameOf(KeyState state) => state.ToString().ToLowerInvariant();

    static string Time(DateTimeOffset? time) => time is { } known ? Report.Time(known) : "-";
}
