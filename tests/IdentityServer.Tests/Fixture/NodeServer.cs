using System.Diagnostics;
using System.Text.Json;

namespace IdentityServer.Tests.Fixture;

/// <summary>A script of tests/clients that stays: it says {"issuer": …} once it listens, then answers each line of JSON with one.</summary>
public sealed class NodeServer : IAsyncDisposable
{
    readonly Process node;
    readonly string script;
    readonly SemaphoreSlim talking = new(1);

    NodeServer(Process node, string script, string issuer) => (this.node, this.script, Issuer) = (node, script, issuer);

    public string Issuer { get; }

    public static async Task<NodeServer> StartAsync(string script, CancellationToken ct)
    {
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = NodeScript.Folder,
            ArgumentList = { script },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NODE_OPTIONS");
        var node = Process.Start(start)!;
        // It warns of what production would need.
        node.ErrorDataReceived += (_, _) => { };
        node.BeginErrorReadLine();
        var line = await node.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException($"{script} ended at once: is tests/clients/node_modules there?");
        return new(node, script, JsonElement.Parse(line).GetProperty("issuer").GetString()!);
    }

    /// <summary>One command, and what it answers; a failure there is one here.</summary>
    public async Task<JsonElement> AskAsync(object command, CancellationToken ct)
    {
        await talking.WaitAsync(ct);
        try
        {
            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command).AsMemory(), ct);
            await node.StandardInput.FlushAsync(ct);
            var answer = JsonElement.Parse(await node.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException($"{script} has ended."));
            return answer.TryGetProperty("failed", out var failed) ? throw new InvalidOperationException($"{script} says: {failed}") : answer;
        }
        finally
        {
            talking.Release();
        }
    }

    public async Task KillAsync()
    {
        node.Kill();
        await node.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!node.HasExited) await KillAsync();
        node.Dispose();
        talking.Dispose();
    }
}
