using IdentityServer.Connections;
using IdentityServer.Domain.Logout;
using IdentityServer.Domain.Protocol;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;

namespace IdentityServer.Protocol;

/// <summary>GET and POST /connect/endsession: RP-Initiated Logout §2.</summary>
internal sealed class EndSessionEndpoint(EndSession rules, BrowserSession browser, LogoutRequests requests, UpstreamLogout upstream, RefusalWriter refusals)
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
        if (!(await rules.ReadAsync(http.Pool(), parameters, http.RequestAborted)).Try(out var request, out no))
        {
            await ErrorPages.ShowAsync(http, refusals, "endsession", no, Parameter(no.Reason));
            return;
        }
        // A cross-site POST comes without the session's cookie (SameSite=Lax); the redirect that follows brings it.
        if (post || await browser.FindAsync(http) is { } session && request.MustAsk(session))
            Redirects.SeeOther(http, AuthorizeTransactions.Url(LogoutPath, requests.Seal(http.Pool(), request)));
        else await EndAsync(http, request);
    }

    /// <summary>Ends the session and leaves, where it was begun elsewhere by way of there.</summary>
    public async Task EndAsync(HttpContext http, LogoutRequest request)
    {
        var session = await browser.FindAsync(http);
        // Where nobody proved to be the application, its URI gets no automatic visit, only a link: RP-Initiated Logout §3.
        var mayReturn = request.MayReturn(session);
        var elsewhere = session is null ? null : await upstream.UrlAsync(http, session.Session, request, mayReturn);
        await browser.EndAsync(http);
        if (elsewhere is null) Leave(http, request, mayReturn);
        else if (HttpMethods.IsPost(http.Request.Method)) await LeavingPage.WriteAsync(http, elsewhere);
        else Redirects.SeeOther(http, elsewhere);
    }

    /// <summary>GET /connect/endsession/callback: the provider has done its part. Without what we sealed it is the end.</summary>
    public Task ReturnAsync(HttpContext http)
    {
        if (requests.OpenRest(http.Pool(), http.Request.Query[Params.State]) is var (request, mayReturn)) Leave(http, request, mayReturn);
        else Redirects.SeeOther(http, SignedOutPath);
        return Task.CompletedTask;
    }

    void Leave(HttpContext http, LogoutRequest request, bool mayReturn) =>
        Redirects.SeeOther(http, request.Destination is not { } destination ? SignedOutPath
            : mayReturn ? destination
            : AuthorizeTransactions.Url(SignedOutPath, requests.Seal(http.Pool(), request)));

    static string? Parameter(Reason reason) =>
        reason == Reason.PostLogoutRedirectUriUnregistered ? Params.PostLogoutRedirectUri
        : reason == Reason.LogoutHintInvalid ? Params.IdTokenHint
        : reason == Reason.LogoutClientMismatch ? Params.ClientId
        : reason == Reason.ParameterTooLong ? Params.State
        : null;
}
