using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;

namespace IdentityServer.Protocol;

/// <summary>GET and POST /connect/endsession: RP-Initiated Logout §2.</summary>
internal sealed class EndSessionEndpoint(Pool pool, EndSession rules, BrowserSession browser, LogoutRequests requests, RefusalWriter refusals)
{
    public const string LogoutPath = "/account/logout";
    public const string SignedOutPath = "/account/signed-out";

    public async Task HandleAsync(HttpContext http)
    {
        var post = HttpMethods.IsPost(http.Request.Method);
        if (!(post ? await FormReader.ReadBodyAsync(http.Request, http.RequestAborted) : FormReader.ReadQuery(http.Request)).Try(out var parameters, out var no))
        {
            await ErrorPages.ShowAsync(http, refusals, "endsession", no, null);
            return;
        }
        if (post)
        {
            // A cross-site POST comes without the session's cookie (SameSite=Lax); the redirect that follows brings it.
            Redirects.SeeOther(http, Endpoints.EndSession + QueryString.Create(parameters.Pairs.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))));
            return;
        }
        var session = await browser.FindAsync(http);
        if (!(await rules.PlanAsync(pool, parameters, session, http.RequestAborted)).Try(out var plan, out no))
        {
            await ErrorPages.ShowAsync(http, refusals, "endsession", no, Parameter(no.Reason));
            return;
        }
        if (plan.MustAsk && session is not null) Redirects.SeeOther(http, AuthorizeTransactions.Url(LogoutPath, requests.Seal(plan)));
        else await EndAsync(http, plan);
    }

    /// <summary>Ends the session and leaves, as planned.</summary>
    public async Task EndAsync(HttpContext http, LogoutPlan? plan)
    {
        await browser.EndAsync(http);
        // Where nobody proved to be the application, its URI gets no automatic visit, only a link: RP-Initiated Logout §3.
        Redirects.SeeOther(http, plan?.Destination is not { } destination ? SignedOutPath
            : plan.MayReturn ? destination
            : AuthorizeTransactions.Url(SignedOutPath, requests.Seal(plan)));
    }

    static string? Parameter(Reason reason) =>
        reason == Reason.PostLogoutRedirectUriUnregistered ? Params.PostLogoutRedirectUri
        : reason == Reason.LogoutHintInvalid ? Params.IdTokenHint
        : reason == Reason.LogoutClientMismatch ? Params.ClientId
        : null;
}
