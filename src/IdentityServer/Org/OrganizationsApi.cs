using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Users;
using IdentityServer.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Org;

/// <summary><c>/org/organization</c>: the caller's own, and for the owner of the installation new ones.</summary>
internal sealed class OrganizationsApi(IOrganizationStore store, IPasswordHashes passwords, TimeProvider clock) : IOrgResource
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var organization = routes.MapGroup("/org/organization").WithTags("organization");
        organization.MapPost("", CreateAsync).RequiresOwner().WithName("createOrganization").WithSummary("Creates an organization with its first Admin.")
            .WithDescription("For the organization that owns the installation: the first one.");
        organization.MapGet("/{id}", FindAsync).Requires(MemberRole.ReadOnly).WithName("getOrganization").WithSummary("The caller's organization, with its members.");
        organization.MapPatch("/{id}", ChangeAsync).Requires(MemberRole.Admin).WithName("updateOrganization").WithSummary("Changes name and logo.");
    }

    async Task<Results<Ok<OrganizationEntry>, Problem>> CreateAsync(HttpContext http, Caller caller, JsonBody<OrganizationRequest> body, Keeping keeping)
    {
        var wanted = body.Value;
        NewMember first = new(wanted.Member.Name, wanted.Member.Email, wanted.Member.Password, "member.");
        if (DisplayNames.Problem(wanted.Name) is { } name) return Problem.Malformed("name", name);
        if (wanted.LogoUrl is { } logo && RedirectUris.WebProblem(logo) is { } link) return Problem.Malformed("logoUrl", link);
        if (first.Problem is { } problem) return problem;
        Organization organization = new() { Id = Ids.NewUuid(clock), Name = wanted.Name, LogoUrl = wanted.LogoUrl, CreatedAt = clock.GetUtcNow(), Version = Ids.NewUuid(clock) };
        var admin = first.Make(organization.Id, MemberRole.Admin, passwords, clock);
        var entry = OrganizationEntry.Of(organization, [admin]);
        var record = AuditRecord.Of(clock, AuditAction.OrganizationCreated, caller.Actor, organization.Id, caller.OrganizationId, correlation: http.TraceIdentifier, details: [("name", wanted.Name)]);
        if (!await store.AddAsync(organization, admin, keeping.Change(record, entry), CancellationToken.None)) return new Problem(Reason.OrganizationNameTaken, "name");
        Versions.Show(http, organization.Version);
        return TypedResults.Ok(entry);
    }

    async Task<Results<Ok<OrganizationEntry>, Problem>> FindAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (id != caller.OrganizationId || await store.FindAsync(id, ct) is not { } organization) return new Problem(Reason.OrganizationUnknown);
        Versions.Show(http, organization.Version);
        return TypedResults.Ok(OrganizationEntry.Of(organization, await store.MembersAsync(id, ct)));
    }

    async Task<Results<Ok<OrganizationEntry>, Problem>> ChangeAsync(HttpContext http, Caller caller, string id, JsonBody<OrganizationChange> body, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var wanted, out var no)) return new Problem(no);
        if (id != caller.OrganizationId || await store.FindAsync(id, ct) is not { } before) return new Problem(Reason.OrganizationUnknown);
        if (!wanted.Allows(before.Version)) return new Problem(Reason.VersionStale);
        if (body.Value.Name is { } name && DisplayNames.Problem(name) is { } wrong) return Problem.Malformed("name", wrong);
        if (body.Value.LogoUrl is { Length: > 0 } logo && RedirectUris.WebProblem(logo) is { } link) return Problem.Malformed("logoUrl", link);
        Organization after = new()
        {
            Id = before.Id,
            Name = body.Value.Name ?? before.Name,
            LogoUrl = body.Value.LogoUrl switch { null => before.LogoUrl, "" => null, var given => given },
            CreatedAt = before.CreatedAt,
            IsOwner = before.IsOwner,
            Version = Ids.NewUuid(clock),
        };
        var record = AuditRecord.Of(clock, AuditAction.OrganizationChanged, caller.Actor, id, id, correlation: http.TraceIdentifier, details: Changes.Of(
            ("name", before.Name, after.Name), ("logoUrl", before.LogoUrl, after.LogoUrl)));
        var outcome = await store.SaveAsync(after, before.Version, record, CancellationToken.None);
        if (outcome.Refusal(Reason.OrganizationUnknown, Reason.OrganizationNameTaken) is { } refused) return new Problem(refused);
        Versions.Show(http, after.Version);
        return TypedResults.Ok(OrganizationEntry.Of(after, await store.MembersAsync(id, ct)));
    }
}
