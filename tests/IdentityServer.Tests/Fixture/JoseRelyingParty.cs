using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace IdentityServer.Tests.Fixture;

/// <summary>A program in Node that verifies tokens with npm's jose and keeps its copy of the JWK set as that library does.</summary>
public sealed class JoseRelyingParty : IAsyncDisposable
{
    readonly Process node;
    readonly HttpClient http;

    JoseRelyingParty(Process node, int port)
    {
        this.node = node;
        http = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
    }

    /// <param name="options">Of createRemoteJWKSet, as JSON.</param>
    public static async Task<JoseRelyingParty> StartAsync(string issuer, CancellationToken ct, string options = "{}")
    {
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = NodeScript.Folder,
            ArgumentList = { "relying-party.mjs", issuer + "/.well-known/jwks.json", issuer, options },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("NODE_OPTIONS");
        var node = Process.Start(start)!;
        var line = await node.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("node ended at once: is tests/clients/node_modules there?");
        return new(node, JsonElement.Parse(line).GetProperty("port").GetInt32());
    }

    /// <summary>The kid of a token that it accepts, or jose's error code.</summary>
    public async Task<string> VerifyAsync(string token, CancellationToken ct)
    {
        using StringContent body = new(token);
        using var response = await http.PostAsync("/", body, ct);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        return answer.GetProperty(answer.GetProperty("ok").GetBoolean() ? "kid" : "code").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        node.StandardInput.Close();
        if (!node.WaitForExit(TimeSpan.FromSeconds(5))) node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
    }
}
