using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the sign-out question shows. No username: nobody is signed in. A client: the application that asked.</summary>
sealed record LogoutView(string? Username, string? ClientName, string? LogoUri)
{
    public static readonly LogoutView Blank = new(null, null, null);
}

/// <summary>Asks before a session ends: RP-Initiated Logout §2 and §6.</summary>
sealed class LogoutModel : PageModel
{
    /// <summary>The handle of the sign-out request, when an application asked; the form posts back to the same address.</summary>
    [FromQuery(Name = "tx")]
    public string? Tx { get; set; }

    /// <summary><c>logout</c> or <c>stay</c>. Anything else ends nothing.</summary>
    [FromForm(Name = "action")]
    public string? Action { get; set; }

    public LogoutView View { get; set; } = LogoutView.Blank;

    public void OnGet() => View = LogoutView.Blank;

    public IActionResult OnPost() => Page();
}
