using IdentityServer.Connections;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Protocol;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;

namespace IdentityServer.Protocol;

/// <summary>GET and POST /connect/authorize, and the way back from the pages: RFC 6749 §3.1, OIDC Core §3.1.2.</summary>
internal sealed class AuthorizeEndpoint(AuthorizeValidator validator, AuthorizeDispatcher dispatcher, AuthorizeTransactions transactions,
    CutoverRequests cutovers, BrowserSession browser, UpstreamStart upstream, RefusalWriter refusals)
{
    public const string LoginPath = "/account/login";
    public const string ConsentPath = "/consent";

    public async Task HandleAsync(HttpContext http)
    {
        var post = HttpMethods.IsPost(http.Request.Method);
        if (!(post ? await FormReader.ReadBodyAsync(http.Request, http.RequestAborted) : FormReader.ReadQuery(http.Request)).Try(out var parameters, out var no))
        {
            await ShowAsync(http, new(no, null));
            return;
        }
        // A token does not belong into a transaction, a log or an address; in a query it stays, to be refused.
        string? trustedToken = null;
        if (post) parameters = parameters.Without(Params.TrustedToken, out trustedToken);
        var (request, refusal) = await validator.ValidateAsync(http.Pool(), parameters, http.RequestAborted);
        if (request is null)
        {
            await ShowAsync(http, refusal!);
            return;
        }
        if (post)
        {
            // A cross-site POST comes without the session's cookie (SameSite=Lax); the redirect that follows brings it.
            var waiting = await transactions.BeginAsync(http, request.Client.Id, parameters);
            if (trustedToken is not null) await cutovers.AdmitAsync(http, request.Client, trustedToken, waiting);
            Redirects.SeeOther(http, AuthorizeTransactions.Url(Endpoints.AuthorizeResume, waiting.Reveal()));
            return;
        }
        await StepAsync(http, request, parameters, null);
    }

    /// <summary>GET /connect/authorize/resume: a page has done its part.</summary>
    public async Task ResumeAsync(HttpContext http)
    {
        if (await transactions.FindAsync(http) is not { } transaction)
        {
            await ShowAsync(http, new(Reason.TransactionUnknown, null));
            return;
        }
        await cutovers.EnterAsync(http, transaction);
        // The request is judged again: a client or a redirect URI may have been removed since.
        var parameters = new RequestParameters(transaction.Parameters);
        var (request, refusal) = await validator.ValidateAsync(http.Pool(), parameters, http.RequestAborted);
        if (request is null) await ShowAsync(http, refusal!);
        else await StepAsync(http, request, parameters, transaction);
    }

    /// <summary>The person said no; the transaction ends and the client is told.</summary>
    public async Task RefuseAsync(HttpContext http, PendingRequest waiting, Reason reason)
    {
        var (answer, refused) = await dispatcher.RefuseAsync(http.Pool(), waiting.Request, waiting.Transaction, reason);
        if (answer is null)
        {
            await ShowAsync(http, new(refused, null));
            return;
        }
        refusals.Report(http, "authorize", refused);
        await AnswerWriter.WriteAsync(http, answer);
    }

    async Task StepAsync(HttpContext http, AuthorizeRequest request, RequestParameters parameters, AuthorizeTransaction? transaction)
    {
        var step = await dispatcher.DispatchAsync(http.Pool(), request, transaction, await browser.FindAsync(http), http.RequestAborted);
        if (step.Answer is { } answer)
        {
            if (step.Reason is { } reason) refusals.Report(http, "authorize", reason);
            await AnswerWriter.WriteAsync(http, answer);
        }
        else if (step.Kind is StepKind.SignIn or StepKind.Consent)
        {
            var handle = transaction is null
                ? (await transactions.BeginAsync(http, request.Client.Id, parameters)).Reveal()
                : http.Request.Query[AuthorizeTransactions.Parameter].ToString();
            // An application that knows where its users are at home sends them there; a name that is none is no reason to stop.
            if (step.Kind == StepKind.SignIn && await upstream.FindAsync(http, parameters[Params.IdpHint]) is { } connection) await upstream.GoAsync(http, connection, request, parameters, handle);
            else Redirects.SeeOther(http, AuthorizeTransactions.Url(step.Kind == StepKind.SignIn ? LoginPath : ConsentPath, handle));
        }
        else
        {
            await ShowAsync(http, new(step.Reason!, null));
        }
    }

    async Task ShowAsync(HttpContext http, AuthorizeRefusal refused)
    {
        if (refused.Address is { } address)
        {
            refusals.Report(http, "authorize", refused.Refusal);
            await AnswerWriter.WriteAsync(http, AuthorizeAnswer.Refused(http.Pool(), address, refused.Refusal));
            return;
        }
        await ErrorPages.ShowAsync(http, refusals, "authorize", refused.Refusal, refused.Parameter);
    }
}
