using IdentityServer.Account;
using IdentityServer.Protocol;
using IdentityServer.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages.Admin;

/// <summary>Ends a member's session, on every node: <c>/admin/logout</c>. A link to it only asks.</summary>
[ForMembers]
sealed class MemberLogoutModel(AdminSession admin) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await admin.EndAsync(HttpContext);
        Redirects.SeeOther(HttpContext, AdminSession.LoginPath);
        return new EmptyResult();
    }
}
