using IdentityServer.Account;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Org;

/// <summary><c>/org/login</c> and <c>/org/logout</c>: a member's session.</summary>
internal sealed class LoginApi(MemberLogin login, IMemberSessionStore sessions, TimeProvider clock) : IOrgResource
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/org/login", LogInAsync).IsOpenToAll().WithTags("member").WithName("logIn").WithSummary("Logs a member in.")
            .WithDescription("The token is a session of twelve hours. It ends with a logout, another password, another role, or the member.");
        routes.MapPost("/org/logout", LogOutAsync).Requires(MemberRole.ReadOnly).WithTags("member").WithName("logOut").WithSummary("Ends the session whose token this call carries, on every node.");
    }

    async Task<Results<Ok<LoginEntry>, Problem>> LogInAsync(HttpContext http, JsonBody<LoginRequest> body, CancellationToken ct)
    {
        var answer = await login.RunAsync(body.Value.Email, body.Value.Password, body.Value.OrganizationId, http.Connection.RemoteIpAddress, ct);
        if (!answer.Try(out var found, out var no)) return new Problem(no);
        return TypedResults.Ok(new LoginEntry(found.Secret.Reveal(), found.Session.ExpiresAt, found.Member.OrganizationId, found.Member.Id, found.Member.Role.ToString()));
    }

    /// <summary>An API key has no session to end, and says so.</summary>
    async Task<Results<Ok<LoggedOut>, Problem>> LogOutAsync(Caller caller)
    {
        if (caller.Session is not { } session) return new Problem(Reason.ArgumentMalformed, says: "An API key has no session: delete the key instead.");
        var record = AuditRecord.Of(clock, AuditAction.MemberLoggedOut, caller.Actor, session.Id, caller.OrganizationId);
        await sessions.RevokeAsync(session.Id, clock.GetUtcNow(), record, CancellationToken.None);
        return TypedResults.Ok(new LoggedOut(session.Id));
    }
}

/// <param name="SessionId">As the audit log names it.</param>
internal sealed record LoggedOut(string SessionId);
