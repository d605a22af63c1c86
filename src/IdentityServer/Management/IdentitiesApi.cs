using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Org;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Management;

/// <summary><c>/v1/identities</c>: issuers of others whose tokens the organization accepts as they are.</summary>
internal sealed class IdentitiesApi(ITrustedIssuerStore store, TrustedIssuerDrafts drafts, OwnPool pools, TimeProvider clock) : IManagementResource
{
    public void Map(IEndpointRouteBuilder v1)
    {
        var identities = v1.MapGroup("/identities").WithTags("identities");
        identities.MapGet("", ListAsync).Requires(MemberRole.ReadOnly).WithName("listIdentities").WithSummary("The trusted issuers of the organization, oldest first.");
        identities.MapPost("", CreateAsync).Requires(MemberRole.Admin).WithName("createIdentity").WithSummary("Trusts an issuer: with a token of it, or by hand.")
            .WithDescription("With a token, its issuer's discovery document and keys are fetched and the token is verified; the answer shows the user id that it comes to.");
        identities.MapPost("/preview", PreviewAsync).Requires(MemberRole.Admin).WithName("previewIdentity").WithSummary("What would become of a token, without trusting anybody.");
        identities.MapGet("/{id}", FindAsync).Requires(MemberRole.ReadOnly).WithName("getIdentity").WithSummary("One trusted issuer.");
        identities.MapPut("/{id}", ChangeAsync).Requires(MemberRole.Admin).WithName("updateIdentity").WithSummary("Changes a trusted issuer, or switches it off and on. What is absent stays.");
        identities.MapDelete("/{id}", RemoveAsync).Requires(MemberRole.Admin).WithName("deleteIdentity").WithSummary("Trusts an issuer no more: its tokens are refused on every node within a second.");
    }

    async Task<Results<Ok<IdentityList>, Problem>> ListAsync(Caller caller, int? limit, string? after, CancellationToken ct)
    {
        if (PageOf.Read(limit, after, out var page) is { } wrong) return wrong;
        var (shown, next) = page.Cut(await store.ListAsync(caller.OrganizationId, page.After, page.Asked, ct), issuer => issuer.Id);
        return TypedResults.Ok(new IdentityList([.. shown.Select(issuer => IdentityEntry.Of(issuer))], next));
    }

    async Task<Results<Ok<IdentityEntry>, Problem>> FindAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (await store.FindAsync(caller.OrganizationId, id, ct) is not { } issuer) return new Problem(Reason.TrustedIssuerUnknown);
        Versions.Show(http, issuer.Version);
        return TypedResults.Ok(IdentityEntry.Of(issuer));
    }

    async Task<Results<Created<IdentityEntry>, Problem>> CreateAsync(HttpContext http, Caller caller, JsonBody<IdentityRequest> body, Keeping keeping, CancellationToken ct)
    {
        var (issuer, token, problem) = await ReadAsync(caller, body.Value, null, ct);
        if (issuer is null) return problem!;
        var entry = IdentityEntry.Of(issuer, token is null ? null : PreviewEntry.Of(token));
        var record = Record(http, AuditAction.TrustedIssuerCreated, caller, issuer,
            [("issuer", issuer.Issuer), ("audience", issuer.Audience), ("userIdExpression", issuer.UserIdExpression), ("roles", RolesOf(issuer)), ("cutover", CutoverOf(issuer))]);
        if (!await store.AddAsync(issuer, keeping.Change(record, entry), CancellationToken.None)) return new Problem(Reason.TrustedIssuerTaken);
        Versions.Show(http, issuer.Version);
        return TypedResults.Created($"{ManagementDoor.Path}/identities/{issuer.Id}", entry);
    }

    async Task<Results<Ok<IdentityEntry>, Problem>> PreviewAsync(Caller caller, JsonBody<IdentityRequest> body, CancellationToken ct)
    {
        var (issuer, token, problem) = await ReadAsync(caller, body.Value, null, ct);
        return issuer is null ? problem! : TypedResults.Ok(IdentityEntry.Of(issuer, token is null ? null : PreviewEntry.Of(token)));
    }

    async Task<Results<Ok<IdentityEntry>, Problem>> ChangeAsync(HttpContext http, Caller caller, string id, JsonBody<IdentityRequest> body, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await store.FindAsync(caller.OrganizationId, id, ct) is not { } before) return new Problem(Reason.TrustedIssuerUnknown);
        if (!version.Allows(before.Version)) return new Problem(Reason.VersionStale);
        var (after, token, problem) = await ReadAsync(caller, body.Value, before, ct);
        if (after is null) return problem!;
        var record = Record(http, AuditAction.TrustedIssuerChanged, caller, after, Changes.Of(
            ("issuer", before.Issuer, after.Issuer), ("audience", before.Audience, after.Audience), ("userIdExpression", before.UserIdExpression, after.UserIdExpression),
            ("jwksUri", before.JwksUri, after.JwksUri), ("roles", RolesOf(before), RolesOf(after)), ("cutover", CutoverOf(before), CutoverOf(after)), ("disabled", $"{before.Disabled}", $"{after.Disabled}")));
        if ((await store.SaveAsync(after, before.Version, record, CancellationToken.None)).Refusal(Reason.TrustedIssuerUnknown, Reason.TrustedIssuerTaken) is { } refused) return new Problem(refused);
        Versions.Show(http, after.Version);
        return TypedResults.Ok(IdentityEntry.Of(after, token is null ? null : PreviewEntry.Of(token)));
    }

    async Task<Results<NoContent, Problem>> RemoveAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await store.FindAsync(caller.OrganizationId, id, ct) is not { } issuer) return new Problem(Reason.TrustedIssuerUnknown);
        var outcome = await store.RemoveAsync(issuer, version.Version, Record(http, AuditAction.TrustedIssuerRemoved, caller, issuer, [("issuer", issuer.Issuer), ("audience", issuer.Audience)]), CancellationToken.None);
        return outcome.Refusal(Reason.TrustedIssuerUnknown, Reason.TrustedIssuerUnknown) is { } refused ? new Problem(refused) : TypedResults.NoContent();
    }

    async ValueTask<(TrustedIssuer? Issuer, TrustedToken? Token, Problem? Problem)> ReadAsync(Caller caller, IdentityRequest wanted, TrustedIssuer? existing, CancellationToken ct)
    {
        PoolId? pool = null;
        if (wanted.Cutover is { } cutover && (pool = await pools.FindAsync(caller.OrganizationId, cutover.UserPoolId, ct)) is null) return (null, null, new(Reason.UserPoolUnknown, "cutover.userPoolId"));
        Dictionary<string, MemberRole>? roles = wanted.Roles is null ? null : new(StringComparer.Ordinal);
        foreach (var (id, name) in wanted.Roles ?? [])
        {
            if (Roles.Read(name, out var role) is not null) return (null, null, Problem.Malformed("roles", "must have Admin, Member or ReadOnly on the right"));
            roles![id] = role;
        }
        var reading = await drafts.ReadAsync(new()
        {
            Token = wanted.Jwt,
            Issuer = wanted.Issuer,
            Audience = wanted.PreferredAudience,
            UserIdExpression = wanted.UserIdExpression,
            JwksUri = wanted.JwksUri,
            Roles = roles,
            CutoverPoolId = pool,
            CutoverUntil = wanted.Cutover?.Until,
            Disabled = wanted.Disabled,
        }, caller.OrganizationId, existing, ct);
        if (reading.Problem is { } wrong) return (null, null, new(Reason.JsonMemberMalformed, reading.Member, $"{reading.Member} {wrong}."));
        if (reading.Flaw is { } flaw) return (null, null, new(Reason.TrustedTokenUnusable, "jwt", reading.Detail is { } detail ? $"{flaw.Sentence} ({detail})" : flaw.Sentence, flaw.Code));
        return (reading.Issuer, reading.Token, null);
    }

    static string? RolesOf(TrustedIssuer issuer) =>
        issuer.Roles.Count == 0 ? null : string.Join(", ", issuer.Roles.OrderBy(role => role.Key, StringComparer.Ordinal).Select(role => $"{role.Key}: {role.Value}"));

    static string? CutoverOf(TrustedIssuer issuer) => issuer.CutoverUntil is { } until ? $"{issuer.CutoverPoolId} until {until:u}" : null;

    AuditRecord Record(HttpContext http, AuditAction action, Caller caller, TrustedIssuer issuer, (string, string?)[] details) =>
        AuditRecord.Of(clock, action, caller.Actor, issuer.Id, caller.OrganizationId, null, http.TraceIdentifier, details);
}
