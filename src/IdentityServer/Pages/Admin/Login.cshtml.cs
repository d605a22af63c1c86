using IdentityServer.Account;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages.Admin;

/// <summary>What the members' login shows.</summary>
/// <param name="Organization">Null until somebody has to say which one is meant.</param>
sealed record MemberLoginView(string? Email, SignInTrouble? Error, string? Organization)
{
    public static readonly MemberLoginView Blank = new(null, null, null);

    public static readonly SignInTrouble WrongPair = new(
        "The e-mail address or the password is not right.",
        "Check both and try again. Capital letters count in the password. After several wrong tries, wait ten minutes.");

    public static readonly SignInTrouble Ambiguous = new(
        "You are a member of several organizations.",
        "Write which one you mean, by its name or its id, and your password once more.");
}

/// <summary>Where members of an organization log in: <c>/admin/login</c>. Users of a pool do it at <c>/account/login</c>.</summary>
[ForMembers(AndNobody = true)]
sealed class MemberLoginModel(MemberLogin login, AdminSession admin, IOrganizationStore organizations, RefusalWriter refusals) : PageModel
{
    [FromForm]
    public string? Email { get; set; }

    [FromForm]
    public string? Password { get; set; }

    /// <summary>Its name or its id.</summary>
    [FromForm]
    public string? Organization { get; set; }

    public MemberLoginView View { get; set; } = MemberLoginView.Blank;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await admin.FindAsync(HttpContext) is null) return Page();
        Redirects.SeeOther(HttpContext, AdminSession.FrontPath);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var organization = Organization?.Trim() is { Length: > 0 and <= 255 } named ? (await organizations.FindByNameAsync(named, ct))?.Id ?? named : null;
        var answer = await login.RunAsync(Email?.Trim() ?? "", Password ?? "", organization, HttpContext.Connection.RemoteIpAddress, ct);
        if (answer.Try(out var found, out var no))
        {
            await admin.BeginAsync(HttpContext, found.Secret, found.Session);
            Redirects.SeeOther(HttpContext, AdminSession.FrontPath);
            return new EmptyResult();
        }
        refusals.Report(HttpContext, "page", no);
        var ambiguous = no.Reason == Reason.LoginAmbiguous;
        if (no.Reason == Reason.LoginBusy)
        {
            Response.StatusCode = RefusalWriter.StatusOf(no);
            Response.Headers.RetryAfter = RefusalWriter.RetryAfter;
        }
        View = new(Email, ambiguous ? MemberLoginView.Ambiguous : no.Reason == Reason.LoginBusy ? SignInTrouble.Busy : MemberLoginView.WrongPair, ambiguous ? "" : Organization);
        return Page();
    }
}
