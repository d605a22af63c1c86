using System.Diagnostics;
using System.Text.Json;

namespace IdentityServer.Tests.Fixture;

/// <summary>npm's oidc-provider as a process: somebody's own provider, with its keys, its ID tokens and its JWK set over HTTP.</summary>
public sealed class SecondIssuer : IAsyncDisposable
{
    readonly Process node;
    readonly SemaphoreSlim talking = new(1);

    SecondIssuer(Process node, string issuer) => (this.node, Issuer) = (node, issuer);

    public string Issuer { get; }

    /// <summary>host:port, as the operator's list has it.</summary>
    public string Authority => new Uri(Issuer).Authority;

    public string JwksUri => Issuer + "/jwks";

    public static async Task<SecondIssuer> StartAsync(CancellationToken ct)
    {
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = NodeScript.Folder,
            ArgumentList = { "second-issuer.mjs" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NODE_OPTIONS");
        var node = Process.Start(start)!;
        // It warns of what production would need.
        node.ErrorDataReceived += (_, _) => { };
        node.BeginErrorReadLine();
        var line = await node.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("node ended at once: is tests/clients/node_modules there?");
        return new(node, JsonElement.Parse(line).GetProperty("issuer").GetString()!);
    }

    /// <summary>An ID token of a new login, for client shop.</summary>
    public async Task<string> TokenAsync(string sub, CancellationToken ct) => (await AskAsync(new { @do = "token", sub }, ct)).GetProperty("token").GetString()!;

    /// <summary>A new key signs; returns its kid.</summary>
    /// <param name="keep">Whether the old one stays in the set.</param>
    public async Task<string> RotateAsync(bool keep, CancellationToken ct) => (await AskAsync(new { @do = "rotate", keep }, ct)).GetProperty("kid").GetString()!;

    /// <summary>How often somebody asked for the JWK set.</summary>
    public async Task<int> JwksRequestsAsync(CancellationToken ct) => (await AskAsync(new { @do = "count" }, ct)).GetProperty("jwks").GetInt32();

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

    async Task<JsonElement> AskAsync(object command, CancellationToken ct)
    {
        await talking.WaitAsync(ct);
        try
        {
            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command).AsMemory(), ct);
            await node.StandardInput.FlushAsync(ct);
            var answer = JsonElement.Parse(await node.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The second issuer has ended."));
            return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"The second issuer says: {error}") : answer;
        }
        finally
        {
            talking.Release();
        }
    }
}
