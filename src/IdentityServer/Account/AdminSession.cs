using System.Security.Claims;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Management;
using IdentityServer.Sessions;

namespace IdentityServer.Account;

/// <summary>
/// The member whose browser asks: a cookie of its own, read through <see cref="MemberGate"/> with every request, so that a role or a
/// member that was taken away is gone with the next one. RFC 6265bis §4.1.2.7, ASVS 7.4.
/// </summary>
internal sealed class AdminSession(MemberGate gate, IMemberSessionStore sessions, Cookies cookies, TimeProvider clock)
{
    public const string LoginPath = "/admin/login";
    public const string FrontPath = "/admin/identities";

    readonly string cookie = cookies.Name("idp-admin");

    /// <summary>Null for nobody. A cookie that is wrong in any way counts as none.</summary>
    public async ValueTask<SessionOfMember?> FindAsync(HttpContext http)
    {
        if (http.Items.TryGetValue(typeof(AdminSession), out var known)) return (SessionOfMember?)known;
        var found = http.Request.Cookies[cookie] is { } secret && (await gate.CheckAsync(secret, http.RequestAborted)).Try(out var live, out _) ? live : null;
        http.Items[typeof(AdminSession)] = found;
        return found;
    }

    /// <summary>The member has proved who they are. Whoever was here before goes first.</summary>
    public async ValueTask BeginAsync(HttpContext http, BearerSecret secret, MemberSession session)
    {
        await RevokeAsync(http);
        cookies.SetStrict(http, cookie, secret.Reveal(), session.ExpiresAt - clock.GetUtcNow());
    }

    /// <summary>Ends the session on every node.</summary>
    public async ValueTask EndAsync(HttpContext http)
    {
        await RevokeAsync(http);
        cookies.Expire(http, cookie);
    }

    /// <summary>The member as the audit log and the API's own rules know them.</summary>
    public static Caller CallerOf(SessionOfMember found) => new(found.Member.OrganizationId, Actors.Member(found.Member.Id), found.Member.Role) { Session = found.Session };

    /// <summary>For antiforgery: who, and which login of theirs.</summary>
    public static ClaimsPrincipal PrincipalOf(SessionOfMember found) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, $"{found.Member.Id} {found.Session.Digest.Value}")], "idp-admin"));

    async ValueTask RevokeAsync(HttpContext http)
    {
        if (await FindAsync(http) is not { } before) return;
        var record = AuditRecord.Of(clock, AuditAction.MemberLoggedOut, Actors.Member(before.Member.Id), before.Session.Id, before.Member.OrganizationId);
        await sessions.RevokeAsync(before.Session.Id, clock.GetUtcNow(), record, CancellationToken.None);
        http.Items[typeof(AdminSession)] = null;
    }
}
