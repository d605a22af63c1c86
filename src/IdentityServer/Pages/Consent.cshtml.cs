using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Sessions;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using IdentityServer.Sessions;
using IdentityServer.Setup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the consent page shows.</summary>
/// <param name="Username">Who is signed in.</param>
/// <param name="RedirectHost">Where the browser goes next: the host, with a port if it has one, of the redirect URI in this request.</param>
/// <param name="Scopes">What is asked for, as scopes: those of the request in its order, then those of the claims it asks for by name.</param>
sealed record ConsentView(
    string ClientName,
    string? LogoUri,
    string? PolicyUri,
    string? TosUri,
    string Username,
    string RedirectHost,
    IReadOnlyList<string> Scopes)
{
    public static readonly ConsentView Blank = new("", null, null, null, "", "", []);
}

/// <summary>Asks a signed-in person whether an application may have what it asks for: OIDC Core §3.1.2.4.</summary>
sealed class ConsentModel(PendingRequests pending, IAuthorizeTransactionStore transactions, IConsentStore consents,
    BrowserSession browser, AuthorizeEndpoint authorize, TimeProvider clock) : PageModel
{
    /// <summary>The handle of the authorization transaction; the form posts back to the same address, so it stays there.</summary>
    [FromQuery(Name = "tx")]
    public string? Tx { get; set; }

    /// <summary><c>allow</c>, <c>deny</c> or <c>switch</c>. Anything else decides nothing.</summary>
    [FromForm(Name = "action")]
    public string? Action { get; set; }

    public ConsentView View { get; set; } = ConsentView.Blank;

    public Task<IActionResult> OnGetAsync() => HandleAsync(null);

    public Task<IActionResult> OnPostAsync() => HandleAsync(Action);

    async Task<IActionResult> HandleAsync(string? action)
    {
        if (await pending.FindAsync(HttpContext) is not { } waiting) return await pending.ExpiredAsync(HttpContext);
        // Nobody is signed in any more: the dispatcher knows what comes next.
        if (await browser.FindAsync(HttpContext) is not { } session) return Go(Endpoints.AuthorizeResume);
        switch (action)
        {
            case "allow":
                await AllowAsync(waiting, session);
                return Go(Endpoints.AuthorizeResume);
            case "deny":
                await authorize.RefuseAsync(HttpContext, waiting, Reason.ConsentDenied);
                return new EmptyResult();
            case "switch":
                return Go(AuthorizeEndpoint.LoginPath);
            default:
                return Show(waiting.Request, session);
        }
    }

    async Task AllowAsync(PendingRequest waiting, SessionOfUser session)
    {
        var (transaction, request) = waiting;
        var pool = HttpContext.Pool();
        if (request.Client.Consent == ConsentPolicy.Remember)
            await consents.GrantAsync(pool.Id, session.User.Id, request.Client.Id, request.ConsentScope, clock.GetUtcNow(), CancellationToken.None);
        await transactions.RecordConsentAsync(pool.Id, transaction.Digest, session.User.Id, request.ConsentScope, CancellationToken.None);
    }

    EmptyResult Go(string path)
    {
        Redirects.SeeOther(HttpContext, AuthorizeTransactions.Url(path, Tx!));
        return new EmptyResult();
    }

    PageResult Show(AuthorizeRequest request, SessionOfUser session)
    {
        var client = request.Client;
        var target = new Uri(request.Answer.RedirectUri);
        View = new(client.Name, client.LogoUri, client.PolicyUri, client.TosUri, session.User.Username,
            target.Host.Length > 0 ? target.Authority : target.Scheme, request.ConsentScope.Tokens);
        PageHeaders.Apply(HttpContext, request.Answer.RedirectUri, client.LogoUri);
        return Page();
    }
}
