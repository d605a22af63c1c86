using System.Text.Json;

namespace IdentityServer.Tests.Fixture;

/// <summary>
/// npm's oidc-provider as somewhere to log in: another product's pages, cookies, tokens and sessions, and nobody has to click there.
/// It goes by the real time, so the server under test starts there too (<see cref="IdpApp.StartAsync"/> with <c>start</c>).
/// A person's browser for both is <see cref="Crossroads.NewBrowser"/>: redirects to <see cref="IdpApp.Issuer"/> stay in this process.
/// What it calls by itself, the back channel and our JWK set, needs a socket: open a <see cref="Doorway"/> to the server and
/// give out its address (<c>backchannel</c>, <c>jwksUri</c>); a server that is an <see cref="IdpProcess"/> has one of its own.
/// </summary>
public sealed class Upstream : IAsyncDisposable
{
    /// <summary>With everything that breaks a client that forgets to encode: RFC 6749 §2.3.1.</summary>
    public const string ClientId = "the idp+of:shop&co";
    public const string ClientSecret = "%41 secret+with:what=has&to/be?encoded-%E2%82%AC";

    readonly NodeServer node;

    Upstream(NodeServer node) => this.node = node;

    public string Issuer => node.Issuer;

    /// <summary>host:port, as the operator's list has it (Idp:Egress:AllowedHosts).</summary>
    public string Authority => new Uri(Issuer).Authority;

    public static async Task<Upstream> StartAsync(CancellationToken ct) => new(await NodeServer.StartAsync("upstream.mjs", ct));

    /// <summary>The one client, anew: <see cref="ClientId"/> with <see cref="ClientSecret"/>.</summary>
    /// <param name="callback">redirect_uris.</param>
    /// <param name="signedOut">post_logout_redirect_uris.</param>
    /// <param name="backchannel">backchannel_logout_uri: a real address.</param>
    /// <param name="authMethod">client_secret_basic, client_secret_post, or private_key_jwt, which needs <paramref name="jwksUri"/>, a real address.</param>
    /// <param name="idTokenAlg">RS256 or ES256.</param>
    public Task RegisterAsync(string callback, string? signedOut, string? backchannel, CancellationToken ct,
        string authMethod = "client_secret_basic", string? jwksUri = null, string idTokenAlg = "RS256") =>
        node.AskAsync(new Dictionary<string, object?>
        {
            ["do"] = "client",
            ["client_id"] = ClientId,
            ["client_secret"] = ClientSecret,
            ["redirect_uris"] = (string[])[callback],
            ["post_logout_redirect_uris"] = signedOut is null ? [] : (string[])[signedOut],
            ["backchannel_logout_uri"] = backchannel,
            ["backchannel_logout_session_required"] = backchannel is not null,
            ["token_endpoint_auth_method"] = authMethod,
            ["jwks_uri"] = jwksUri,
            ["id_token_signed_response_alg"] = idTokenAlg,
        }.Where(member => member.Value is not null).ToDictionary(), ct);

    /// <summary>
    /// Who logs in from now on, with whatever claims: <c>new { sub = "alice", email = "a@b.example", email_verified = true }</c>, and acr
    /// and amr of the login. <c>new { }</c> for whoever login_hint names; <c>new { error = "access_denied" }</c> refuses everybody.
    /// A browser that is logged in there stays who it was.
    /// </summary>
    public Task PersonAsync(object claims, CancellationToken ct)
    {
        var command = JsonSerializer.SerializeToNode(claims)!.AsObject();
        command["do"] = "person";
        return node.AskAsync(command, ct);
    }

    /// <summary>The parameters of the last authorization request.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AskedAsync(CancellationToken ct) =>
        (await node.AskAsync(new { @do = "asked" }, ct)).EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!);

    /// <summary>New keys sign; returns the kid of the one for RS256.</summary>
    /// <param name="keep">Whether the old ones stay in the set.</param>
    public async Task<string> RotateAsync(bool keep, CancellationToken ct) => (await node.AskAsync(new { @do = "rotate", keep }, ct)).GetProperty("kid").GetString()!;

    /// <summary>A path answers that much later; zero ends it.</summary>
    /// <param name="path">token, jwks, discovery, auth or userinfo.</param>
    public Task HangAsync(string path, int seconds, CancellationToken ct) => node.AskAsync(new { @do = "hang", path, seconds }, ct);

    /// <summary>Every connection is closed before an answer.</summary>
    public Task DownAsync(CancellationToken ct) => node.AskAsync(new { @do = "down" }, ct);

    public Task UpAsync(CancellationToken ct) => node.AskAsync(new { @do = "up" }, ct);

    /// <summary>The person's sessions there end, and the client is told by the back channel; what it answered to each: 200 for any good answer, 0 for none.</summary>
    public async Task<IReadOnlyList<int>> LogOutAsync(string sub, CancellationToken ct) =>
        [.. (await node.AskAsync(new { @do = "logout", sub }, ct)).GetProperty("statuses").EnumerateArray().Select(one => one.GetInt32())];

    /// <summary>Who is logged in there, at our client.</summary>
    public async Task<IReadOnlyList<(string Sub, string Sid)>> SessionsAsync(CancellationToken ct) =>
        [.. (await node.AskAsync(new { @do = "sessions" }, ct)).GetProperty("sessions").EnumerateArray().Select(one => (one.GetProperty("sub").GetString()!, one.GetProperty("sid").GetString()!))];

    /// <summary>How often a path was asked for; named as in <see cref="HangAsync"/>.</summary>
    public async Task<int> RequestsAsync(string path, CancellationToken ct) => (await node.AskAsync(new { @do = "count", path }, ct)).GetProperty("count").GetInt32();

    /// <summary>For tests that move the clock of the server under test.</summary>
    public Task AdvanceAsync(TimeSpan time, CancellationToken ct) => node.AskAsync(new { @do = "clock", seconds = time.TotalSeconds }, ct);

    public Task KillAsync() => node.KillAsync();

    public ValueTask DisposeAsync() => node.DisposeAsync();
}
