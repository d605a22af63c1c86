using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Signals;
using IdentityServer.Domain.Tokens;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;

namespace IdentityServer.Connections;

/// <summary>
/// GET and POST /connect/callback/{connection}: the provider's answer. Until it is known to be the answer to what this browser began,
/// and the first one, nothing is sent to anybody. RFC 9700 §4.4, §4.7; RFC 9207 §2.4.
/// </summary>
internal sealed class UpstreamCallback(UpstreamStart start, UpstreamProviders providers, UpstreamAttempts attempts, UpstreamAnswer answers, UpstreamTrouble trouble,
    ISpentTokenStore spent, BrowserSession browser, AuthorizeTransactions waiting, IAuthorizeTransactionStore transactions, RefusalWriter refusals, TimeProvider clock)
{
    public async Task HandleAsync(HttpContext http)
    {
        var post = HttpMethods.IsPost(http.Request.Method);
        if (!(post ? await FormReader.ReadBodyAsync(http.Request, http.RequestAborted) : FormReader.ReadQuery(http.Request)).Try(out var parameters, out var no))
        {
            await RefuseAsync(http, no);
            return;
        }
        if (UpstreamReturn.Repeated(parameters) is { } repeated)
        {
            await RefuseAsync(http, repeated);
            return;
        }
        if (await start.FindAsync(http, http.Request.RouteValues[UpstreamStart.Route] as string) is not { } connection)
        {
            await RefuseAsync(http, Reason.ConnectionUnknown);
            return;
        }
        if (post)
        {
            // A cross-site POST comes without the cookie (SameSite=Lax); the redirect that follows brings it.
            Redirects.SeeOther(http, $"{Endpoints.UpstreamCallback}/{connection.Id}{QueryString.Create(UpstreamReturn.Wanted(parameters)!)}");
            return;
        }
        if (!Handle.TryParse(parameters[Params.State], out var state) || attempts.Find(http, state) is not { } attempt) await RefuseAsync(http, Reason.UpstreamStateUnknown);
        else await FinishAsync(http, connection, state, attempt, parameters);
    }

    async Task FinishAsync(HttpContext http, Connection connection, Handle state, UpstreamAttempt attempt, RequestParameters parameters)
    {
        if ((await ReadAsync(http, connection, state, attempt, parameters)).Try(out var signIn, out var no))
        {
            await EnterAsync(http, signIn, attempt.Tx);
            return;
        }
        if (UpstreamTrouble.IsForged(no.Reason)) await RefuseAsync(http, no);
        else
        {
            Signals.SignedIn("refused");
            trouble.Show(http, connection.Id, attempt.Tx, no);
        }
    }

    async ValueTask<Result<UpstreamSignIn>> ReadAsync(HttpContext http, Connection connection, Handle state, UpstreamAttempt attempt, RequestParameters parameters)
    {
        var ct = http.RequestAborted;
        var pool = http.Pool();
        if (attempt.Connection != connection.Id || attempt.Pool != pool.Id.Value) return Reason.UpstreamStateForeign;
        if (clock.GetUtcNow() >= attempt.ExpiresAt) return Reason.UpstreamStateExpired;
        if (!(await providers.FindAsync(connection, ct)).Try(out var provider, out var no)) return no;
        // An OAuth 2.0 server's issuer is not known here; what its answer cannot be mixed up by is the callback, which is its alone.
        if (connection.Kind == ConnectionKind.Oidc && UpstreamReturn.IssuerProblem(parameters[Params.Iss], connection.Issuer, provider.SendsIssuer) is { } mixedUp) return mixedUp;
        if (!await spent.TakeAsync(pool.Id, state.Digest, attempt.ExpiresAt, CancellationToken.None)) return Reason.UpstreamStateSpent;
        attempts.Forget(http, state);
        if (!UpstreamReturn.Code(parameters).Try(out var code, out no)) return no;
        return await answers.ReadAsync(connection, provider, attempt, code, UpstreamStart.CallbackOf(http, connection), ct);
    }

    async Task EnterAsync(HttpContext http, UpstreamSignIn signIn, string? tx)
    {
        Signals.SignedIn("proven");
        var session = await browser.BeginAsync(http, signIn.User, signIn.Proof, CancellationToken.None);
        if (tx is null || !Handle.TryParse(tx, out var handle))
        {
            Redirects.SeeOther(http, http.FrontPage());
            return;
        }
        // Bound to this browser as well, like everything that opens a transaction.
        if (await waiting.FindAsync(http, handle) is { } transaction)
            await transactions.RecordSignInAsync(http.Pool().Id, transaction.Digest, session.Id, CancellationToken.None);
        Redirects.SeeOther(http, AuthorizeTransactions.Url(Endpoints.AuthorizeResume, tx));
    }

    Task RefuseAsync(HttpContext http, Refusal refusal) => ErrorPages.ShowAsync(http, refusals, "upstream", refusal, null);
}
