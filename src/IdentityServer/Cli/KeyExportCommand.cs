using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Cli;

/// <summary><c>idp keys export-public</c>: what anybody may know of the keys.</summary>
internal static class KeyExportCommand
{
    static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Build(ICommandServices services)
    {
        var kid = new Argument<string?>("KID") { Description = "One key, also one that is not published any more. Without it: all that are published.", Arity = ArgumentArity.ZeroOrOne };
        var pem = new Option<bool>("--pem") { Description = "SubjectPublicKeyInfo in PEM instead of JSON." };
        var command = new Command("export-public", "Print public keys as JWK, as a JWK set, or as PEM.") { kid, pem };
        command.SetAction((parsed, ct) => RunAsync(services, CommandLine.ReportOf(parsed), parsed, parsed.GetValue(kid), parsed.GetValue(pem), ct));
        return command;
    }

    static async Task<int> RunAsync(ICommandServices services, Report report, ParseResult parsed, string? kid, bool pem, CancellationToken ct)
    {
        var found = await services.ReadAsync(ct);
        var stored = (await found.GetRequiredService<IKeyStore>().ListAsync((await parsed.PoolAsync(found, ct)).Id, ct)).Keys;
        var keys = stored.Where(key => kid is null ? key.IsPublic : key.Kid == kid)
            .OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Generation).Select(key => JsonNode.Parse(key.PublicJwk)!).ToList();
        if (keys.Count == 0) return report.Refuse(kid is null ? "There are no signing keys yet; the server makes them when it first starts." : "There is no key of that name. See them with: idp keys list");
        if (!pem)
        {
            var document = kid is null ? new JsonObject { ["keys"] = new JsonArray([.. keys]) } : keys[0];
            return report.Done(document, document.ToJsonString(Layout));
        }
        var texts = keys.Select(key => (Kid: (string?)key["kid"], Pem: PemOf(key))).ToList();
        JsonArray all = [.. texts.Select(text => new JsonObject { ["kid"] = text.Kid, ["pem"] = text.Pem })];
        // Text between the blocks is a comment there: RFC 7468 §2.
        return kid is null ? report.Done(all, texts.SelectMany(text => (string[])[$"kid: {text.Kid}", text.Pem])) : report.Done(all[0]!, texts[0].Pem);
    }

    static string PemOf(JsonNode key) => Jwk.TryParse(Encoding.UTF8.GetBytes(key.ToJsonString()), out var jwk, out _)
        ? PublicKeyPem.Of(jwk)
        : throw new StartupException("A signing key in the database is damaged. Restore the database from a backup.");
}
