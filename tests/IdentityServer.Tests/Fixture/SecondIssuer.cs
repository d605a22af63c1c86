namespace IdentityServer.Tests.Fixture;

/// <summary>npm's oidc-provider as a process: somebody's own provider, with its keys, its ID tokens and its JWK set over HTTP.</summary>
public sealed class SecondIssuer : IAsyncDisposable
{
    readonly NodeServer node;

    SecondIssuer(NodeServer node) => this.node = node;

    public string Issuer => node.Issuer;

    /// <summary>host:port, as the operator's list has it.</summary>
    public string Authority => new Uri(Issuer).Authority;

    public string JwksUri => Issuer + "/jwks";

    public static async Task<SecondIssuer> StartAsync(CancellationToken ct) => new(await NodeServer.StartAsync("second-issuer.mjs", ct));

    /// <summary>An ID token of a new login, for client shop.</summary>
    public async Task<string> TokenAsync(string sub, CancellationToken ct) => (await node.AskAsync(new { @do = "token", sub }, ct)).GetProperty("token").GetString()!;

    /// <summary>A new key signs; returns its kid.</summary>
    /// <param name="keep">Whether the old one stays in the set.</param>
    public async Task<string> RotateAsync(bool keep, CancellationToken ct) => (await node.AskAsync(new { @do = "rotate", keep }, ct)).GetProperty("kid").GetString()!;

    /// <summary>How often somebody asked for the JWK set.</summary>
    public async Task<int> JwksRequestsAsync(CancellationToken ct) => (await node.AskAsync(new { @do = "count" }, ct)).GetProperty("jwks").GetInt32();

    public Task KillAsync() => node.KillAsync();

    public ValueTask DisposeAsync() => node.DisposeAsync();
}
