using System.Text.Json;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Org;

/// <summary><c>/org/sdkClient</c>: the applications of a user pool, and services with an API key.</summary>
internal sealed class SdkClientsApi(IClientStore store, IUserPoolStore pools, TimeProvider clock) : IOrgResource
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var client = routes.MapGroup("/org/sdkClient").WithTags("sdkClient");
        client.MapGet("", ListAsync).Requires(MemberRole.ReadOnly).WithName("listSdkClients").WithSummary("The SDK clients of the organization, oldest first.");
        client.MapPost("", CreateAsync).Requires(MemberRole.Admin).WithName("createSdkClient").WithSummary("Creates an application of a user pool, or a service.")
            .WithDescription("The API key of a service is shown once, as auth.secret.");
        client.MapGet("/{id}", FindAsync).Requires(MemberRole.ReadOnly).WithName("getSdkClient").WithSummary("One SDK client.");
        client.MapPatch("/{id}", ChangeAsync).Requires(MemberRole.Admin).WithName("updateSdkClient").WithSummary("Changes an SDK client, or switches it off.");
        client.MapDelete("/{id}", RemoveAsync).Requires(MemberRole.Admin).WithName("deleteSdkClient").WithSummary("Deletes an SDK client; its refresh tokens and API keys end.");
    }

    async Task<Results<Ok<SdkClientList>, Problem>> ListAsync(Caller caller, int? limit, string? after, CancellationToken ct)
    {
        if (PageOf.Read(limit, after, out var page) is { } wrong) return wrong;
        var (shown, next) = page.Cut(await store.ListSdkAsync(caller.OrganizationId, page.After, page.Asked, ct), client => client.Id.Value);
        return TypedResults.Ok(new SdkClientList([.. shown.Select(client => SdkClientEntry.Of(client, client.Sdk!))], next));
    }

    async Task<Results<Ok<SdkClientEntry>, Problem>> FindAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (await store.FindSdkAsync(caller.OrganizationId, new(id), ct) is not { Sdk: { } sdk } client) return new Problem(Reason.SdkClientUnknown);
        Versions.Show(http, client.Version);
        return TypedResults.Ok(SdkClientEntry.Of(client, sdk));
    }

    async Task<Results<Ok<SdkClientEntry>, Problem>> CreateAsync(HttpContext http, Caller caller, JsonBody<SdkClientRequest> body, Keeping keeping, CancellationToken ct)
    {
        var wanted = body.Value;
        if (!TryReadKind(wanted.Kind, out var kind, out var poolId)) return new Problem(Reason.JsonMemberMalformed, "kind", "It is \"service\" or {\"application\":{\"userPoolId\":\"...\"}}.");
        UserPool? pool = null;
        if (kind == SdkClientKind.Application && (pool = await pools.OfAsync(caller, poolId, ct)) is null) return new Problem(Reason.UserPoolUnknown, "kind.application.userPoolId");
        if (Roles.Read(wanted.Role ?? caller.Role.ToString(), out var role) is { } no) return no;
        SdkFace sdk = new()
        {
            OrganizationId = caller.OrganizationId,
            Kind = kind,
            Description = wanted.Description ?? "",
            OauthDisabled = wanted.OauthDisabled ?? false,
            ChromeExtensionId = wanted.OauthConfig?.ChromeExtensionId,
        };
        var typed = Typed(pool?.Id ?? PoolId.Default, new(Ids.NewUuid(clock)), wanted.Name, sdk, wanted.OauthConfig?.RedirectUrls ?? [], wanted.AllowedOrigins ?? [], wanted.OauthConfig?.LogoUrl, false, clock.GetUtcNow());
        if (Flaw(typed, sdk) is { } flaw) return flaw;
        var client = SdkClients.Complete(typed, pool);
        (ApiKey Key, BearerSecret Secret)? made = kind == SdkClientKind.Service ? ApiKeysApi.Make(clock, caller, wanted.Name, role, null, client.Id.Value) : null;
        var entry = SdkClientEntry.Of(client, sdk, made?.Secret.Reveal());
        var record = AuditRecord.Of(clock, AuditAction.SdkClientCreated, caller.Actor, client.Id.Value, caller.OrganizationId, pool?.Id, http.TraceIdentifier,
            [("name", client.Name), ("kind", $"{kind}"), ("apiKey", made?.Key.Id)]);
        if (!await store.AddSdkAsync(client, made?.Key, keeping.Change(record, entry), CancellationToken.None)) return new Problem(Reason.IdempotencyKeyReused);
        Versions.Show(http, client.Version);
        return TypedResults.Ok(entry);
    }

    async Task<Results<Ok<SdkClientEntry>, Problem>> ChangeAsync(HttpContext http, Caller caller, string id, JsonBody<SdkClientChange> body, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await store.FindSdkAsync(caller.OrganizationId, new(id), ct) is not { Sdk: { } before } client) return new Problem(Reason.SdkClientUnknown);
        if (!version.Allows(client.Version)) return new Problem(Reason.VersionStale);
        var wanted = body.Value;
        var oauth = wanted.OauthConfig ?? new() { LogoUrl = client.LogoUri, ChromeExtensionId = before.ChromeExtensionId, RedirectUrls = client.RedirectUris };
        var sdk = before with
        {
            Description = wanted.Description ?? before.Description,
            OauthDisabled = wanted.OauthDisabled ?? before.OauthDisabled,
            ChromeExtensionId = oauth.ChromeExtensionId,
        };
        var typed = Typed(client.PoolId, client.Id, wanted.Name ?? client.Name, sdk, oauth.RedirectUrls ?? [], wanted.AllowedOrigins ?? client.AllowedOrigins, oauth.LogoUrl, wanted.Disabled ?? client.Disabled, client.CreatedAt);
        if (Flaw(typed, sdk) is { } flaw) return flaw;
        var changed = SdkClients.Complete(typed, sdk.Kind == SdkClientKind.Application ? await pools.FindAsync(client.PoolId, ct) : null);
        var record = AuditRecord.Of(clock, AuditAction.SdkClientChanged, caller.Actor, id, caller.OrganizationId, client.PoolId, http.TraceIdentifier, Changes.Of(
            ("name", client.Name, changed.Name), ("description", before.Description, sdk.Description), ("disabled", $"{client.Disabled}", $"{changed.Disabled}"),
            ("oauthDisabled", $"{before.OauthDisabled}", $"{sdk.OauthDisabled}"), ("redirectUrls", string.Join(' ', client.RedirectUris), string.Join(' ', changed.RedirectUris)),
            ("allowedOrigins", string.Join(' ', client.AllowedOrigins), string.Join(' ', changed.AllowedOrigins)), ("logoUrl", client.LogoUri, changed.LogoUri)));
        if ((await store.SaveSdkAsync(changed, client.Version, clock.GetUtcNow(), record, CancellationToken.None)).Refusal(Reason.SdkClientUnknown, Reason.SdkClientUnknown) is { } refused) return new Problem(refused);
        Versions.Show(http, changed.Version);
        return TypedResults.Ok(SdkClientEntry.Of(changed, sdk));
    }

    async Task<Results<Ok<SdkClientEntry>, Problem>> RemoveAsync(HttpContext http, Caller caller, string id, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await store.FindSdkAsync(caller.OrganizationId, new(id), ct) is not { Sdk: { } sdk } client) return new Problem(Reason.SdkClientUnknown);
        var record = AuditRecord.Of(clock, AuditAction.SdkClientRemoved, caller.Actor, id, caller.OrganizationId, client.PoolId, http.TraceIdentifier, [("name", client.Name)]);
        var outcome = await store.RemoveSdkAsync(client, version.Version, clock.GetUtcNow(), record, CancellationToken.None);
        return outcome.Refusal(Reason.SdkClientUnknown, Reason.SdkClientUnknown) is { } refused ? new Problem(refused) : TypedResults.Ok(SdkClientEntry.Of(client, sdk));
    }

    Client Typed(PoolId pool, ClientId id, string name, SdkFace sdk, IReadOnlyList<string> redirectUris, IReadOnlyList<string> origins, string? logo, bool disabled, DateTimeOffset createdAt) => new()
    {
        PoolId = pool,
        Id = id,
        Name = name,
        RedirectUris = redirectUris,
        AllowedOrigins = origins,
        LogoUri = logo,
        Disabled = disabled,
        CreatedAt = createdAt,
        Sdk = sdk,
        Version = Ids.NewUuid(clock),
    };

    static Problem? Flaw(Client typed, SdkFace sdk)
    {
        if (DisplayNames.Problem(typed.Name) is { } name) return Problem.Malformed("name", name);
        if (DisplayNames.DescriptionProblem(sdk.Description) is { } description) return Problem.Malformed("description", description);
        return SdkClients.Flaw(typed) is var (member, problem) ? new(Reason.JsonMemberMalformed, member, $"Each {problem}.") : null;
    }

    /// <summary>"service", or {"application":{"userPoolId":…}}; some write {"service":{}} too.</summary>
    static bool TryReadKind(JsonElement kind, out SdkClientKind read, out string poolId)
    {
        (read, poolId) = (SdkClientKind.Service, "");
        if (kind.ValueKind == JsonValueKind.String) return kind.ValueEquals("service"u8);
        if (kind.ValueKind != JsonValueKind.Object) return false;
        if (!kind.TryGetProperty("application"u8, out var application)) return kind.TryGetProperty("service"u8, out _);
        read = SdkClientKind.Application;
        if (application.ValueKind != JsonValueKind.Object || !application.TryGetProperty("userPoolId"u8, out var id) || id.ValueKind != JsonValueKind.String) return false;
        poolId = id.GetString() ?? "";
        return true;
    }
}
