using IdentityServer.Domain.Logout;
using IdentityServer.Domain.Protocol;
using IdentityServer.Pools;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;

namespace IdentityServer.Protocol;

/// <summary>GET and POST /connect/endsession: RP-Initiated Logout §2.</summary>
internal sealed class EndSessionEndpoint(EndSession rules, BrowserSession browser, LogoutRequests requests, RefusalWriter refusals)
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

    /// <summary>Ends the session and leaves.</summary>
    public async Task EndAsync(HttpContext http, LogoutRequest request)
    {
        // Where nobody proved to be the application, its URI gets no automatic visit, only a link: RP-Initiated Logout §3.
        var mayReturn = request.MayReturn(await browser.FindAsync(http));
        await browser.EndAsync(http);
        Redirects.SeeOther(http, request.Destination is not { } destination ? SignedOutPath
            : mayReturn ? destination
            : AuthorizeTransactions.Url(SignedOutPath, requests.Seal(http.Pool(), request)));
    }

    static string? Parameter(Reason reason) =>
        reason == Reason.PostLogoutRedirectUriUnregistered ? Params.PostLogoutRedirectUri
        : reason == Reason.LogoutHintInvalid ? Params.IdTokenHint
        : reason == Reason.LogoutClientMismatch ? Params.ClientId
        : reason == Reason.ParameterTooLong ? Params.State
        : null;
}
