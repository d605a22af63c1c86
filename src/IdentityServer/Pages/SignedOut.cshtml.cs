using IdentityServer.Pools;
using IdentityServer.Protocol;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What is left to show after signing out: the way back, where an application gave a registered one.</summary>
/// <param name="ReturnUri">A registered post_logout_redirect_uri. The page links to it only when it is http or https.</param>
sealed record SignedOutView(string? ClientName, string? ReturnUri)
{
    public static readonly SignedOutView Blank = new(null, null);
}

/// <summary>Says that the session has ended: <c>/account/signed-out</c>.</summary>
sealed class SignedOutModel(LogoutRequests requests) : PageModel
{
    /// <summary>The sealed sign-out request, when an application asked that has not proved itself.</summary>
    [FromQuery(Name = "tx")]
    public string? Tx { get; set; }

    public SignedOutView View { get; set; } = SignedOutView.Blank;

    public void OnGet()
    {
        if (requests.Open(HttpContext.Pool(), Tx) is { } request) View = new(request.ClientName, request.Destination);
    }
}
