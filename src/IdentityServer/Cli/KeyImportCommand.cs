using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Cli;

/// <summary><c>idp keys import</c>: a team that leaves its hosted provider keeps its key and its <c>kid</c>.</summary>
internal static class KeyImportCommand
{
    public static Command Build(ICommandServices services)
    {
        var file = new Argument<string>("FILE") { Description = "A private key: PEM (PKCS#8, PKCS#1 or SEC 1, not encrypted) or a JWK; - reads standard input." };
        var kid = new Option<string?>("--kid") { Description = "The name under which it is published. Without it the JWK's own, else the thumbprint (RFC 7638)." };
        var algorithm = new Option<string?>("--alg") { Description = "RS256, ES256 or EdDSA; follows from the key, and is checked where it is given." };
        var command = new Command("import", "Bring a private key. It signs at once where none does yet, else it is announced and takes over in its time.") { file, kid, algorithm };
        command.SetAction((parsed, ct) => RunAsync(services, CommandLine.ReportOf(parsed), parsed, parsed.GetRequiredValue(file), parsed.GetValue(kid), parsed.GetValue(algorithm), ct));
        return command;
    }

    static async Task<int> RunAsync(ICommandServices services, Report report, ParseResult parsed, string file, string? kid, string? algorithm, CancellationToken ct)
    {
        if (file != "-" && !File.Exists(file)) return report.Refuse($"There is no file {Path.GetFullPath(file)}.");
        var text = new byte[PrivateKeyReader.MaxLength + 1];
        try
        {
            int length;
            await using (var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file)) length = await input.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, ct);
            var found = await services.WriteFirstAsync(ct);
            var pool = await parsed.PoolAsync(found, ct);
            var result = await found.GetRequiredService<KeyImport>().RunAsync(pool.Id, text.AsMemory(0, length), kid, algorithm, Actors.CommandLine(Environment.UserName), ct);
            return result.Problem is { } problem ? report.Refuse(problem) : report.Done(Document(result), Lines(result));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    static JsonObject Document(KeyImportResult result) => new()
    {
        ["kid"] = result.Kid,
        ["alg"] = result.Algorithm,
        ["state"] = result.State.ToString()!.ToLowerInvariant(),
        ["signs_from"] = result.SignsFrom,
        ["replaced"] = result.Replaced,
    };

    static IEnumerable<string> Lines(KeyImportResult result)
    {
        yield return result.State == KeyState.Active
            ? $"The key {result.Kid} signs {result.Algorithm} from now on."
            : $"The key {result.Kid} ({result.Algorithm}) is announced: it stands in the JWK set now, and signs from {Report.Time(result.SignsFrom!.Value)} on.";
        if (result.Replaced is not null) yield return $"The key {result.Replaced}, which was to be next and has never signed, has retired for it.";
        yield return "Its private half is in the database now, sealed. Delete the file that it came from.";
    }
}
