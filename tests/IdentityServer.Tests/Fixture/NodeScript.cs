using System.Diagnostics;
using System.Text.Json;
using IdentityServer.Testing;

namespace IdentityServer.Tests.Fixture;

/// <summary>Runs a script of tests/clients: JSON in, JSON out. The libraries in it are other people's, unmodified.</summary>
public static class NodeScript
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string Folder { get; } = Repository.Path("tests", "clients");

    /// <summary>The script's answer; a script that fails fails the test with everything it said.</summary>
    public static async Task<JsonElement> RunAsync(string script, object? input, CancellationToken ct)
    {
        var answer = await ExecuteAsync(script, input, ct);
        return answer.ExitCode == 0 ? Parse(answer) : throw new InvalidOperationException($"node {script}: {answer}");
    }

    /// <summary>As it ended, for tests that expect a refusal.</summary>
    public static async Task<CommandAnswer> ExecuteAsync(string script, object? input, CancellationToken ct)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            throw new InvalidOperationException("tests/clients/node_modules is missing: run ./test.sh, or `npm ci` in tests/clients.");
        var node = new ProcessStartInfo("node") { WorkingDirectory = Folder, ArgumentList = { script } };
        node.Environment.Remove("NODE_OPTIONS");
        return await Command.RunAsync(node, JsonSerializer.Serialize(input, JsonSerializerOptions.Web), Patience, ct);
    }

    public static JsonElement Parse(CommandAnswer answer)
    {
        try
        {
            return JsonElement.Parse(answer.Output);
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"No JSON: {answer}");
        }
    }
}
