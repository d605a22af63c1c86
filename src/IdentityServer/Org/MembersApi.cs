using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Users;
using IdentityServer.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Org;

/// <summary><c>/org/member</c>: who administers the organization.</summary>
internal sealed class MembersApi(IOrganizationStore store, IPasswordHashes passwords, TimeProvider clock) : IOrgResource
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var member = routes.MapGroup("/org/member").WithTags("member");
        member.MapGet("", ListAsync).Requires(MemberRole.ReadOnly).WithName("listMembers").WithSummary("The members of the caller's organization.");
        member.MapPost("", CreateAsync).Requires(MemberRole.Admin).WithName("createMember").WithSummary("Adds a member.");
        member.MapGet("/{id}", FindAsync).Requires(MemberRole.ReadOnly).WithName("getMember").WithSummary("One member.");
        member.MapPatch("/{id}", ChangeAsync).Requires(MemberRole.Admin).WithName("updateMember").WithSummary("Changes name, password or role.")
            .WithDescription("With another password or role the member's sessions end. The last Admin stays one.");
        member.MapDelete("/{id}", RemoveAsync).Requires(MemberRole.Admin).WithName("deleteMember").WithSummary("Removes a member, with the sessions and the API keys that the member made.");
    }

    async Task<Ok<MemberList>> ListAsync(Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new MemberList([.. (await store.MembersAsync(caller.OrganizationId, ct)).Select(MemberEntry.Of)]));

    async Task<Results<Ok<MemberEntry>, Problem>> FindAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (await OfAsync(caller, id, ct) is not { } member) return new Problem(Reason.MemberUnknown);
        Versions.Show(http, member.Version);
        return TypedResults.Ok(MemberEntry.Of(member));
    }

    async Task<Results<Ok<MemberEntry>, Problem>> CreateAsync(HttpContext http, Caller caller, JsonBody<MemberRequest> body, Keeping keeping)
    {
        var wanted = body.Value;
        if (wanted.OrganizationId is { } organization && organization != caller.OrganizationId) return new Problem(Reason.OrganizationUnknown, "organizationId");
        NewMember made = new(wanted.Name, wanted.Email, wanted.Password);
        if (made.Problem is { } wrong) return wrong;
        if (Roles.Read(wanted.Role, out var role) is { } problem) return problem;
        var member = made.Make(caller.OrganizationId, role, passwords, clock);
        var entry = MemberEntry.Of(member);
        var record = AuditRecord.Of(clock, AuditAction.MemberCreated, caller.Actor, member.Id, caller.OrganizationId, correlation: http.TraceIdentifier,
            details: [("email", member.Email), ("role", wanted.Role)]);
        if (!await store.AddMemberAsync(member, keeping.Change(record, entry), CancellationToken.None)) return new Problem(Reason.MemberEmailTaken, "email");
        Versions.Show(http, member.Version);
        return TypedResults.Ok(entry);
    }

    async Task<Results<Ok<MemberEntry>, Problem>> ChangeAsync(HttpContext http, Caller caller, string id, JsonBody<MemberChange> body, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await OfAsync(caller, id, ct) is not { } member) return new Problem(Reason.MemberUnknown);
        if (!version.Allows(member.Version)) return new Problem(Reason.VersionStale);
        var (before, name, role) = (member.Version, member.Name, member.Role);
        if (body.Value.Name is { } given)
        {
            if (given.Length > 0 && DisplayNames.Problem(given) is { } wrong) return Problem.Malformed("name", wrong);
            member.Name = given;
        }
        if (body.Value.Role is { } wanted)
        {
            if (Roles.Read(wanted, out var read) is { } problem) return problem;
            member.Role = read;
        }
        if (body.Value.Password is { } password)
        {
            if (PasswordPolicy.Problem(password) is { } weak) return Problem.Malformed("password", weak);
            (member.PasswordHash, member.FailedLogins, member.LockedUntil) = (passwords.Hash(password), 0, null);
        }
        member.Version = Ids.NewUuid(clock);
        var record = AuditRecord.Of(clock, AuditAction.MemberChanged, caller.Actor, member.Id, caller.OrganizationId, correlation: http.TraceIdentifier, details:
            [.. Changes.Of(("name", name, member.Name), ("role", role.ToString(), member.Role.ToString())), ("password", body.Value.Password is null ? null : "changed")]);
        var outcome = await store.SaveMemberAsync(member, before, clock.GetUtcNow(), record, CancellationToken.None);
        if (outcome.Refusal(Reason.MemberUnknown, Reason.LastAdmin) is { } refused) return new Problem(refused);
        Versions.Show(http, member.Version);
        return TypedResults.Ok(MemberEntry.Of(member));
    }

    async Task<Results<Ok<MemberEntry>, Problem>> RemoveAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await OfAsync(caller, id, ct) is not { } member) return new Problem(Reason.MemberUnknown);
        var record = AuditRecord.Of(clock, AuditAction.MemberRemoved, caller.Actor, id, caller.OrganizationId, correlation: http.TraceIdentifier,
            details: [("email", member.Email), ("role", member.Role.ToString())]);
        var outcome = await store.RemoveMemberAsync(caller.OrganizationId, id, version.Version, clock.GetUtcNow(), record, CancellationToken.None);
        return outcome.Refusal(Reason.MemberUnknown, Reason.LastAdmin) is { } refused ? new Problem(refused) : TypedResults.Ok(MemberEntry.Of(member));
    }

    ValueTask<Member?> OfAsync(Caller caller, string id, CancellationToken ct) => Ids.IsUuid(id) ? store.FindMemberAsync(caller.OrganizationId, id, ct) : new((Member?)null);
}
