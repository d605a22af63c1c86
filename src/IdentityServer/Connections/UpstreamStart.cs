using System.Text;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Protocol;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;

namespace IdentityServer.Connections;

/// <summary>Sends a browser to a provider: OIDC Core §3.1.2.1, RFC 9700 §2.1.1.</summary>
internal sealed class UpstreamStart(IConnectionStore connections, UpstreamProviders providers, UpstreamAttempts attempts, UpstreamTrouble trouble,
    PendingRequests pending, RefusalWriter refusals, TimeProvider clock)
{
    public const string Route = "connection";

    // What an application says of the person is as good for whoever asks them.
    static readonly string[] passedOn = [Params.LoginHint, Params.UiLocales, Params.MaxAge, Params.AcrValues];

    /// <summary>GET /connect/login/{connection}: a button of the login page. A link, because a form could not lead to somebody else's server.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (await FindAsync(http, http.Request.RouteValues[Route] as string) is not { } connection)
        {
            await ErrorPages.ShowAsync(http, refusals, "upstream", Reason.ConnectionUnknown, null);
            return;
        }
        var tx = http.Request.Query[AuthorizeTransactions.Parameter];
        var waiting = tx.Count == 0 ? null : await pending.FindAsync(http);
        if (tx.Count > 0 && waiting is null) await ErrorPages.ShowAsync(http, refusals, "upstream", Reason.TransactionUnknown, null);
        else await GoAsync(http, connection, waiting?.Request, waiting is null ? null : new(waiting.Transaction.Parameters), waiting is null ? null : tx[0]);
    }

    /// <summary>One that somebody can log in with.</summary>
    public async ValueTask<Connection?> FindAsync(HttpContext http, string? id) =>
        id is { Length: > 0 and <= 64 } && await connections.FindAsync(http.Pool().Id, id, http.RequestAborted) is { Disabled: false } found ? found : null;

    /// <param name="request">Null where no application sent the person here.</param>
    public async Task GoAsync(HttpContext http, Connection connection, AuthorizeRequest? request, RequestParameters? parameters, string? tx)
    {
        if (!(await providers.FindAsync(connection, http.RequestAborted)).Try(out var provider, out var no) || provider.AuthorizationEndpoint is not { } endpoint)
        {
            trouble.Show(http, connection.Id, tx, no);
            return;
        }
        var notBefore = request is null ? null : UpstreamProof.NotBefore(request.Prompts, request.MaxAge, clock.GetUtcNow());
        var (state, attempt) = attempts.Begin(http, connection, tx, notBefore, request?.MaxAge is not null);
        var url = new StringBuilder(endpoint, endpoint.Length + 512);
        var separator = endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        HashSet<string> added = new(StringComparer.Ordinal);
        void Add(string name, string? value)
        {
            if (value is null || !added.Add(name)) return;
            url.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        Add(Params.ResponseType, Params.Code);
        Add(Params.ClientId, connection.ClientId);
        Add(Params.RedirectUri, CallbackOf(http, connection));
        Add(Params.Scope, connection.Scope);
        Add(Params.State, state.Reveal());
        if (connection.Kind == ConnectionKind.Oidc) Add(Params.Nonce, attempt.Nonce);
        Add(Params.CodeChallenge, Pkce.ChallengeOf(attempt.Verifier));
        Add(Params.CodeChallengeMethod, Pkce.S256);
        foreach (var name in passedOn) Add(name, parameters?[name]);
        if (request is not null) Add(Params.Prompt, PromptOf(request.Prompts));
        // Last: the connection adds to what the protocol and the application say, and replaces nothing of it.
        foreach (var (name, value) in connection.AuthorizationParameters)
            if (name != Params.Nonce) Add(name, value);
        Redirects.SeeOther(http, url.ToString());
    }

    /// <summary>Each connection has its own, so that one provider's answer cannot come to another: RFC 9700 §4.4.2.2.</summary>
    public static string CallbackOf(HttpContext http, Connection connection) => $"{http.Pool().Issuer}{Endpoints.UpstreamCallback}/{connection.Id}";

    // Consent is asked for here, of our own applications.
    static string? PromptOf(Prompts prompts) => (prompts & (Prompts.Login | Prompts.SelectAccount)) switch
    {
        Prompts.Login => "login",
        Prompts.SelectAccount => "select_account",
        Prompts.Login | Prompts.SelectAccount => "login select_account",
        _ => null,
    };
}
