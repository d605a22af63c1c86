using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages;

/// <summary>What the sign-in page shows. Without a client it is the plain page that no application asked for.</summary>
sealed record LoginView(
    string? ClientName,
    string? LogoUri,
    string? PolicyUri,
    string? TosUri,
    string? Username,
    SignInTrouble? Error,
    bool MayCancel)
{
    public static readonly LoginView Plain = new(null, null, null, null, null, null, MayCancel: false);
}

/// <summary>Why signing in did not work, and what to do next. The same words whichever of the two was wrong (ASVS 6.3.8).</summary>
sealed record SignInTrouble(string What, string Next)
{
    public static readonly SignInTrouble WrongPair = new(
        "The username or the password is not right.",
        "Check both and try again. Capital letters count in the password.");

    public static readonly SignInTrouble TooManyTries = new(
        "There were too many tries.",
        "Wait a few minutes, then try again.");
}

/// <summary>The sign-in page: <c>/account/login</c>.</summary>
sealed class LoginModel : PageModel
{
    /// <summary>The handle of the authorization transaction; the form posts back to the same address, so it stays there.</summary>
    [FromQuery(Name = "tx")]
    public string? Tx { get; set; }

    [FromForm]
    public string? Username { get; set; }

    [FromForm]
    public string? Password { get; set; }

    /// <summary><c>login</c> or <c>cancel</c>; absent when the form was sent by script or by an old browser.</summary>
    [FromForm(Name = "action")]
    public string? Action { get; set; }

    public LoginView View { get; set; } = LoginView.Plain;

    public void OnGet() => View = LoginView.Plain;

    public IActionResult OnPost() => Page();
}
