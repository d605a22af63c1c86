using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Logout;
using IdentityServer.Domain.Sessions;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using IdentityServer.Sessions;
using IdentityServer.Setup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the sign-out question shows. No username: nobody is signed in. A client: the application that asked.</summary>
sealed record LogoutView(string? Username, string? ClientName, string? LogoUri)
{
    public static readonly LogoutView Blank = new(null, null, null);
}

/// <summary>Asks before a session ends: RP-Initiated Logout §2 and §6.</summary>
sealed class LogoutModel(LogoutRequests requests, BrowserSession browser, EndSessionEndpoint endSession, IClientStore clients) : PageModel
{
    /// <summary>The sealed sign-out request, when an application asked; the form posts back to the same address.</summary>
    [FromQuery(Name = "tx")]
    public string? Tx { get; set; }

    /// <summary><c>logout</c> or <c>stay</c>. Anything else ends nothing.</summary>
    [FromForm(Name = "action")]
    public string? Action { get; set; }

    public LogoutView View { get; set; } = LogoutView.Blank;

    public Task<IActionResult> OnGetAsync() => HandleAsync(null);

    public Task<IActionResult> OnPostAsync() => HandleAsync(Action);

    async Task<IActionResult> HandleAsync(string? action)
    {
        var request = requests.Open(HttpContext.Pool(), Tx) ?? LogoutRequest.Plain;
        var session = await browser.FindAsync(HttpContext);
        if (action == "logout" || session is null || action is null && !request.MustAsk(session)) await endSession.EndAsync(HttpContext, request);
        else if (action == "stay") Redirects.SeeOther(HttpContext, HttpContext.FrontPage());
        else return await ShowAsync(request, session);
        return new EmptyResult();
    }

    async Task<IActionResult> ShowAsync(LogoutRequest request, SessionOfUser session)
    {
        var client = request.ClientId is { } id ? await clients.FindAsync(HttpContext.Pool().Id, new(id), HttpContext.RequestAborted) : null;
        View = new(session.User.Username, client?.Name, client?.LogoUri);
        PageHeaders.Apply(HttpContext, request.RedirectUri, client?.LogoUri);
        return Page();
    }
}
