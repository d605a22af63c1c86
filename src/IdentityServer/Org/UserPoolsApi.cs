using System.Text;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Org;

/// <summary><c>/org/userPool</c>: the users of an organization's applications.</summary>
internal sealed class UserPoolsApi(IUserPoolStore store, IJwksFetch fetch, TokenSourceRules rules, Pool root, TimeProvider clock) : IOrgResource
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var pool = routes.MapGroup("/org/userPool").WithTags("userPool");
        pool.MapGet("", ListAsync).Requires(MemberRole.ReadOnly).WithName("listUserPools").WithSummary("The user pools of the organization, oldest first.");
        pool.MapPost("", CreateAsync).Requires(MemberRole.Admin).WithName("createUserPool").WithSummary("Creates a user pool: hosted, or with authorization a self-provided one.")
            .WithDescription("The JWK set of a self-provided pool is fetched at once; the answer says which keys it holds, or why it cannot be used.");
        pool.MapGet("/{id}", FindAsync).Requires(MemberRole.ReadOnly).WithName("getUserPool").WithSummary("One user pool.");
        pool.MapPatch("/{id}", ChangeAsync).Requires(MemberRole.Admin).WithName("updateUserPool").WithSummary("Changes a user pool, or switches it off and on.");
        pool.MapDelete("/{id}", RemoveAsync).Requires(MemberRole.Admin).WithName("deleteUserPool").WithSummary("Deletes a user pool with its users and keys. Its SDK clients have to be deleted before.");
    }

    async Task<Results<Ok<UserPoolList>, Problem>> ListAsync(Caller caller, int? limit, string? after, CancellationToken ct)
    {
        if (PageOf.Read(limit, after, out var page) is { } wrong) return wrong;
        var (shown, next) = page.Cut(await store.ListAsync(caller.OrganizationId, page.After, page.Asked, ct), pool => pool.Id.Value);
        return TypedResults.Ok(new UserPoolList([.. shown.Select(pool => UserPoolEntry.Of(pool, root))], next));
    }

    async Task<Results<Ok<UserPoolEntry>, Problem>> FindAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (await store.OfAsync(caller, id, ct) is not { } pool) return new Problem(Reason.UserPoolUnknown);
        Versions.Show(http, pool.Version);
        return TypedResults.Ok(UserPoolEntry.Of(pool, root));
    }

    async Task<Results<Ok<UserPoolEntry>, Problem>> CreateAsync(HttpContext http, Caller caller, JsonBody<UserPoolRequest> body, Keeping keeping, CancellationToken ct)
    {
        var wanted = body.Value;
        if (TextProblem(wanted.Name, wanted.Description) is { } text) return text;
        var (source, found, problem) = await ReadAsync(wanted.Authorization, ct);
        if (problem is not null) return problem;
        UserPool pool = new()
        {
            Id = new(Ids.NewUuid(clock)),
            OrganizationId = caller.OrganizationId,
            Name = wanted.Name,
            Description = wanted.Description ?? "",
            Authorization = source,
            CompatibleLifetime = wanted.CompatibleLifetime ?? false,
            CreatedAt = clock.GetUtcNow(),
            Version = Ids.NewUuid(clock),
        };
        var entry = UserPoolEntry.Of(pool, root, found);
        var record = Record(http, AuditAction.UserPoolCreated, caller, pool, [("name", pool.Name), ("jwksUri", source?.JwksUri), ("idClaim", source?.IdClaim)]);
        if (!await store.AddAsync(pool, keeping.Change(record, entry), CancellationToken.None)) return new Problem(Reason.IdempotencyKeyReused);
        Versions.Show(http, pool.Version);
        return TypedResults.Ok(entry);
    }

    async Task<Results<Ok<UserPoolEntry>, Problem>> ChangeAsync(HttpContext http, Caller caller, string id, JsonBody<UserPoolChange> body, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await store.OfAsync(caller, id, ct) is not { } before) return new Problem(Reason.UserPoolUnknown);
        if (!version.Allows(before.Version)) return new Problem(Reason.VersionStale);
        var wanted = body.Value;
        if (TextProblem(wanted.Name ?? before.Name, wanted.Description) is { } text) return text;
        // Hosted and self-provided differ in who answers for the users that are there.
        if (wanted.Authorization is not null && before.IsHosted) return new Problem(Reason.UserPoolKindFixed, "authorization");
        var (source, found, problem) = await ReadAsync(wanted.Authorization, ct);
        if (problem is not null) return problem;
        var after = before with
        {
            Name = wanted.Name ?? before.Name,
            Description = wanted.Description ?? before.Description,
            Authorization = source ?? before.Authorization,
            CompatibleLifetime = wanted.CompatibleLifetime ?? before.CompatibleLifetime,
            Disabled = wanted.Disabled ?? before.Disabled,
            Version = Ids.NewUuid(clock),
        };
        var record = Record(http, AuditAction.UserPoolChanged, caller, after, Changes.Of(
            ("name", before.Name, after.Name), ("description", before.Description, after.Description), ("disabled", $"{before.Disabled}", $"{after.Disabled}"),
            ("compatibleLifetime", $"{before.CompatibleLifetime}", $"{after.CompatibleLifetime}"), ("jwksUri", before.Authorization?.JwksUri, after.Authorization?.JwksUri),
            ("jwks", Kids(before), Kids(after)), ("idClaim", before.Authorization?.IdClaim, after.Authorization?.IdClaim),
            ("issuer", before.Authorization?.Issuer, after.Authorization?.Issuer), ("audience", before.Authorization?.Audience, after.Authorization?.Audience)));
        if ((await store.SaveAsync(after, before.Version, record, CancellationToken.None)).Refusal(Reason.UserPoolUnknown, Reason.UserPoolUnknown) is { } refused) return new Problem(refused);
        Versions.Show(http, after.Version);
        return TypedResults.Ok(UserPoolEntry.Of(after, root, found));
    }

    async Task<Results<Ok<UserPoolEntry>, Problem>> RemoveAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await store.OfAsync(caller, id, ct) is not { } pool) return new Problem(Reason.UserPoolUnknown);
        var record = Record(http, AuditAction.UserPoolRemoved, caller, pool, [("name", pool.Name)]);
        var outcome = await store.RemoveAsync(pool, version.Version, clock.GetUtcNow(), record, CancellationToken.None);
        return outcome.Refusal(Reason.UserPoolUnknown, Reason.UserPoolInUse) is { } refused ? new Problem(refused) : TypedResults.Ok(UserPoolEntry.Of(pool, root));
    }

    /// <summary>What was typed, and what is there: the keys are looked at now, while whoever typed it is watching.</summary>
    async ValueTask<(TokenSource? Source, JwkSet? Found, Problem? Problem)> ReadAsync(AuthorizationRequest? typed, CancellationToken ct)
    {
        if (typed is null) return default;
        TokenSource source = new()
        {
            JwksUri = typed.JwksUri,
            Jwks = typed.Jwks?.GetRawText(),
            IdClaim = typed.IdClaim ?? TokenSource.UsualIdClaim,
            Issuer = typed.Issuer,
            Audience = typed.Audience,
        };
        if (rules.Flaw(source) is var (member, problem)) return (null, null, new(Reason.JsonMemberMalformed, "authorization." + member, $"{member} {problem}."));
        var answer = source.JwksUri is { } uri ? await fetch.FetchAsync(new(uri), ct) : JwksDocument.Read(Encoding.UTF8.GetBytes(source.Jwks!));
        if (answer.Problem is not { } unusable) return (source, answer.Keys, null);
        var says = JwksProblems.Sentence(unusable) + (answer.Detail is { } detail ? $" ({detail})" : "");
        return (null, null, new(Reason.JwksUnusable, source.JwksUri is null ? "authorization.jwks" : "authorization.jwksUri", says, JwksProblems.Code(unusable)));
    }

    static Problem? TextProblem(string name, string? description)
    {
        if (DisplayNames.Problem(name) is { } wrong) return Problem.Malformed("name", wrong);
        return description is not null && DisplayNames.DescriptionProblem(description) is { } bad ? Problem.Malformed("description", bad) : null;
    }

    static string? Kids(UserPool pool) =>
        pool.Authorization?.Jwks is { } jwks && JwkSet.TryParse(Encoding.UTF8.GetBytes(jwks), out var set, out _) ? string.Join(' ', set.Keys.Select(key => key.Kid)) : null;

    AuditRecord Record(HttpContext http, AuditAction action, Caller caller, UserPool pool, (string, string?)[] details) =>
        AuditRecord.Of(clock, action, caller.Actor, pool.Id.Value, caller.OrganizationId, pool.Id, http.TraceIdentifier, details);
}

/// <summary>A pool by its id, for who may know of it: another organization's is like none.</summary>
internal static class OwnPools
{
    public static async ValueTask<UserPool?> OfAsync(this IUserPoolStore store, Caller caller, string id, CancellationToken ct) =>
        Ids.IsUuid(id) && await store.FindAsync(new(id), ct) is { } pool && pool.OrganizationId == caller.OrganizationId ? pool : null;
}
