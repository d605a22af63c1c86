using IdentityServer.Account;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityServer.Pages.Admin;

/// <summary>Who is looking at a page for members, and where in the menu they are.</summary>
sealed record AdminHead(string Path, string Email, string Organization, MemberRole Role)
{
    public static readonly AdminHead Blank = new("", "", "", MemberRole.ReadOnly);

    public bool MayChange => Role >= MemberRole.Admin;

    public (string Path, string Name)[] Menu { get; } = [(AdminSession.FrontPath, "Trusted issuers"), ("/admin/connections", "Connections")];
}

/// <summary>What became of the last press of a button: what happened, and what to do next.</summary>
sealed record AdminNotice(string What, string Next, bool IsBad = true)
{
    public static AdminNotice RoleTooLow(MemberRole role) => new(
        "Nothing was changed: only an Admin may do this.", $"Your role is {role}. Ask an Admin of your organization to do it, or to give you that role.");

    public static readonly AdminNotice Gone = new("Nothing was changed: it is not there any more.", "Somebody has removed it meanwhile. The list below is how it is now.");

    public static readonly AdminNotice Stale = new("Nothing was changed: somebody else was faster.", "It was changed after this page was opened. The list below is how it is now; decide again.");

    public static AdminNotice Of(Refusal refusal) =>
        refusal.Reason == Reason.VersionStale ? Stale
        : refusal.Code == OAuthCode.NotFound ? Gone
        : new("Nothing was changed.", refusal.Reason.Sentence);
}

/// <summary>A page for members: all see it, Admins change something. The role is the one of this request.</summary>
abstract class MemberPage(AdminSession admin, IOrganizationStore organizations, RefusalWriter refusals) : PageModel
{
    /// <summary>What is done; absent in a form that was sent by script or by an old browser.</summary>
    [FromForm(Name = "action")]
    public string? Action { get; set; }

    /// <summary>What was done before this page was loaded, in a word of ours.</summary>
    [FromQuery(Name = "done")]
    public string? Done { get; set; }

    /// <summary>What is changed, and as it was when it was shown.</summary>
    [FromForm]
    public string? Id { get; set; }

    [FromForm]
    public string? Version { get; set; }

    protected static RecordedChange Alone(AuditRecord record) => record;

    /// <summary>The way here has made sure that there is one.</summary>
    protected async ValueTask<(Caller Caller, AdminHead Head)> EnterAsync(string path)
    {
        var found = await admin.FindAsync(HttpContext) ?? throw new InvalidOperationException("Nobody has looked for the member of this request.");
        var organization = await organizations.FindAsync(found.Member.OrganizationId, HttpContext.RequestAborted);
        return (AdminSession.CallerOf(found), new(path, found.Member.Email, organization?.Name ?? "", found.Member.Role));
    }

    /// <summary>Null where the caller may go on.</summary>
    protected AdminNotice? Forbidden(Caller caller)
    {
        if (caller.Role >= MemberRole.Admin) return null;
        refusals.Report(HttpContext, "page", new(Reason.RoleInsufficient, caller.Actor));
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return AdminNotice.RoleTooLow(caller.Role);
    }

    /// <summary>What was done is told on a page that can be loaded again.</summary>
    protected EmptyResult SeeDone(string path, string done)
    {
        Redirects.SeeOther(HttpContext, $"{path}?done={done}");
        return new();
    }
}
