using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Org;

/// <summary><c>/org/apiKey</c>: what programs administer the organization with. RFC 6750 §5.3.</summary>
internal sealed class ApiKeysApi(IApiKeyStore store, IClientStore clients, TimeProvider clock) : IOrgResource
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var key = routes.MapGroup("/org/apiKey").WithTags("apiKey");
        key.MapGet("", ListAsync).Requires(MemberRole.ReadOnly).WithName("listApiKeys").WithSummary("The API keys of the organization, without the keys themselves.");
        key.MapPost("", CreateAsync).Requires(MemberRole.Admin).WithName("createApiKey").WithSummary("Makes an API key, and shows it once.");
        key.MapDelete("/{id}", RevokeAsync).Requires(MemberRole.Admin).WithName("deleteApiKey").WithSummary("Revokes an API key: it opens nothing any more, on any node.");
    }

    async Task<Ok<ApiKeyList>> ListAsync(Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new ApiKeyList([.. (await store.ListAsync(caller.OrganizationId, ct)).Select(key => ApiKeyEntry.Of(key))]));

    async Task<Results<Ok<ApiKeyEntry>, Problem>> CreateAsync(HttpContext http, Caller caller, JsonBody<ApiKeyRequest> body, Keeping keeping, CancellationToken ct)
    {
        var wanted = body.Value;
        if (DisplayNames.Problem(wanted.Name) is { } wrong) return Problem.Malformed("name", wrong);
        if (Roles.Read(wanted.Role ?? caller.Role.ToString(), out var role) is { } problem) return problem;
        if (wanted.ExpiresAt <= clock.GetUtcNow()) return new Problem(Reason.JsonMemberMalformed, "expiresAt", "It must lie ahead.");
        if (wanted.SdkClientId is { } id && await clients.FindSdkAsync(caller.OrganizationId, new(id), ct) is not { Sdk.Kind: SdkClientKind.Service, Disabled: false })
            return new Problem(Reason.SdkClientUnknown, "sdkClientId", "It has to be a service client.");
        var (key, secret) = Make(clock, caller, wanted.Name, role, wanted.ExpiresAt, wanted.SdkClientId);
        var entry = ApiKeyEntry.Of(key, secret.Reveal());
        var record = AuditRecord.Of(clock, AuditAction.ApiKeyCreated, caller.Actor, key.Id, caller.OrganizationId, correlation: http.TraceIdentifier,
            details: [("name", key.Name), ("role", role.ToString()), ("sdkClientId", key.ClientId)]);
        return await store.AddAsync(key, keeping.Change(record, entry), CancellationToken.None) ? TypedResults.Ok(entry) : new Problem(Reason.IdempotencyKeyReused);
    }

    async Task<Results<Ok<ApiKeyEntry>, Problem>> RevokeAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (!Ids.IsUuid(id) || (await store.ListAsync(caller.OrganizationId, ct)).FirstOrDefault(key => key.Id == id) is not { RevokedAt: null } key) return new Problem(Reason.ApiKeyNotFound);
        var now = clock.GetUtcNow();
        var record = AuditRecord.Of(clock, AuditAction.ApiKeyRevoked, caller.Actor, id, caller.OrganizationId, correlation: http.TraceIdentifier, details: [("name", key.Name)]);
        if (!await store.RevokeAsync(caller.OrganizationId, id, now, record, CancellationToken.None)) return new Problem(Reason.ApiKeyNotFound);
        key.RevokedAt = now;
        return TypedResults.Ok(ApiKeyEntry.Of(key));
    }

    /// <summary>A new key of the caller's making; who leaves takes it along.</summary>
    internal static (ApiKey Key, BearerSecret Secret) Make(TimeProvider clock, Caller caller, string name, MemberRole role, DateTimeOffset? expiresAt, string? clientId)
    {
        var secret = BearerSecret.New(BearerSecret.ApiKey);
        return (new()
        {
            Id = Ids.NewUuid(clock),
            OrganizationId = caller.OrganizationId,
            Name = name,
            Digest = secret.Digest,
            Prefix = secret.Start,
            Role = role,
            ClientId = clientId,
            MadeBy = caller.Session?.MemberId,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = expiresAt,
        }, secret);
    }
}
