using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the consent page shows.</summary>
/// <param name="Username">Who is signed in.</param>
/// <param name="RedirectHost">Where the browser goes next: the host, with a port if it has one, of the redirect URI in this request.</param>
/// <param name="Scopes">The scopes that are asked for, as the request names them, in its order.</param>
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
sealed class ConsentModel : PageModel
{
    /// <summary>The handle of the authorization transaction; the form posts back to the same address, so it stays there.</summary>
    [FromQuery(Name = "tx")]
    public string? Tx { get; set; }

    /// <summary><c>allow</c>, <c>deny</c> or <c>switch</c>. Anything else decides nothing.</summary>
    [FromForm(Name = "action")]
    public string? Action { get; set; }

    public ConsentView View { get; set; } = ConsentView.Blank;

    public void OnGet() => View = ConsentView.Blank;

    public IActionResult OnPost() => Page();
}
