using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>The organization's SDK clients against the file.</summary>
sealed class SdkClientSteps(IOrganizationStore organizations, UserPoolSteps pools, IClientStore clients, TimeProvider clock)
{
    const int Page = 200;

    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, string actor, CancellationToken ct)
    {
        if (declaration.Organization is not { Name: var name } || (declaration.SdkClients.Count == 0 && !declaration.PruneSdkClients)) return [];
        var organization = (await organizations.FindByNameAsync(name, ct))?.Id;
        var stored = (await StoredAsync(organization, ct)).ToDictionary(client => client.Id.Value);
        var known = (await pools.StoredAsync(organization, ct)).ToDictionary(pool => pool.Id.Value);
        foreach (var declared in declaration.UserPools) known.TryAdd(declared.Id, UserPoolSteps.Of(declared, null, organization ?? "", clock));

        List<Step> steps = [];
        foreach (var declared in declaration.SdkClients)
        {
            var existing = stored.GetValueOrDefault(declared.Id);
            var pool = declared.UserPoolId is { } id ? known.GetValueOrDefault(id) : null;
            if (Obstacle(existing, declared, pool) is { } why) steps.Add(Step.Ignored($"{declared}", why));
            else if (existing is null) steps.Add(Add(name, declared, actor));
            else if (Differences(existing, Of(declared, existing, pool, existing.Sdk!.OrganizationId)) is { Count: > 0 } fields)
                steps.Add(Save(existing, declared, pool, fields, actor));
        }
        if (!declaration.PruneSdkClients) return steps;
        var names = declaration.SdkClients.Select(client => client.Id).ToHashSet(StringComparer.Ordinal);
        steps.AddRange(stored.Values.Where(client => !names.Contains(client.Id.Value)).Select(client => Remove(client, actor)));
        return steps;
    }

    /// <summary>The member that is wrong, and why; null where it may be registered.</summary>
    public static (string Member, string Problem)? FlawOf(SdkClientDeclaration declared) => SdkClients.Flaw(Typed(declared, null, "", default, ""));

    Step Add(string organizationName, SdkClientDeclaration declared, string actor)
    {
        Change change = new(ChangeKind.Add, $"{declared}", []);
        return new(change, async ct =>
        {
            if (await organizations.FindByNameAsync(organizationName, ct) is not { Id: var organization }) return Ignored(declared, "the organization is gone: apply again");
            var pool = declared.UserPoolId is { } id ? (await pools.StoredAsync(organization, ct)).Find(found => found.Id.Value == id) : null;
            if (Obstacle(null, declared, pool) is { } why) return Ignored(declared, why);
            var client = Of(declared, null, pool, organization);
            if (await clients.AddSdkAsync(client, null, Record(AuditAction.SdkClientCreated, client, [], actor), ct)) return change;
            // Another node that was first is just as well.
            return (await StoredAsync(organization, ct)).Exists(other => other.Id == client.Id) ? null : Ignored(declared, "the id belongs to another client: give it another");
        });
    }

    Step Save(Client existing, SdkClientDeclaration declared, UserPool? pool, IReadOnlyList<string> fields, string actor)
    {
        Change change = new(ChangeKind.Update, $"{declared}", fields);
        return new(change, async ct =>
        {
            var organization = existing.Sdk!.OrganizationId;
            var client = Of(declared, existing, pool, organization);
            if (await clients.SaveSdkAsync(client, existing.Version, clock.GetUtcNow(), Record(AuditAction.SdkClientChanged, client, fields, actor), ct) == Outcome.Done) return change;
            var now = (await StoredAsync(organization, ct)).Find(other => other.Id == client.Id);
            return now is not null && Obstacle(now, declared, pool) is null && Differences(now, client).Count == 0 ? null : Ignored(declared, "somebody else has just changed it: apply again");
        });
    }

    Step Remove(Client client, string actor)
    {
        Change change = new(ChangeKind.Remove, $"SDK client {client.Name}", []);
        return new(change, async ct =>
            await clients.RemoveSdkAsync(client, null, clock.GetUtcNow(), Record(AuditAction.SdkClientRemoved, client, [], actor), ct) == Outcome.Done ? change : null);
    }

    async ValueTask<List<Client>> StoredAsync(string? organization, CancellationToken ct)
    {
        List<Client> all = [];
        if (organization is null) return all;
        IReadOnlyList<Client> page;
        do
        {
            page = await clients.ListSdkAsync(organization, all.LastOrDefault()?.Id.Value, Page, ct);
            all.AddRange(page);
        }
        while (page.Count == Page);
        return all;
    }

    static string? Obstacle(Client? existing, SdkClientDeclaration declared, UserPool? pool)
    {
        if (declared.UserPoolId is not null && pool is null) return "the organization has no user pool of this id";
        if (existing?.Sdk is not { } sdk) return null;
        if (sdk.Kind != KindOf(declared)) return "was made as the other kind: a client stays what it was made as";
        return pool is not null && existing.PoolId != pool.Id ? "belongs to another user pool: a client is not moved, give it another id" : null;
    }

    static SdkClientKind KindOf(SdkClientDeclaration declared) => declared.UserPoolId is null ? SdkClientKind.Service : SdkClientKind.Application;

    Client Of(SdkClientDeclaration declared, Client? existing, UserPool? pool, string organization) =>
        SdkClients.Complete(Typed(declared, existing, organization, clock.GetUtcNow(), Ids.NewUuid(clock)), pool);

    static Client Typed(SdkClientDeclaration declared, Client? existing, string organization, DateTimeOffset now, string version) => new()
    {
        PoolId = declared.UserPoolId is { } pool ? new(pool) : PoolId.Default,
        Id = new(declared.Id),
        Name = declared.Name,
        RedirectUris = declared.RedirectUrls,
        AllowedOrigins = declared.AllowedOrigins,
        LogoUri = declared.LogoUrl,
        Disabled = declared.Disabled ?? existing is { Disabled: true },
        CreatedAt = existing?.CreatedAt ?? now,
        Sdk = new()
        {
            OrganizationId = organization,
            Kind = KindOf(declared),
            Description = declared.Description,
            OauthDisabled = declared.OauthDisabled,
            ChromeExtensionId = declared.ChromeExtensionId,
        },
        Version = version,
    };

    static IReadOnlyList<string> Differences(Client stored, Client wanted) => new Difference()
        .In("name", stored.Name, wanted.Name)
        .In("description", stored.Sdk?.Description, wanted.Sdk?.Description)
        .In("oauthDisabled", stored.Sdk?.OauthDisabled, wanted.Sdk?.OauthDisabled)
        .In("oauthConfig.logoUrl", stored.LogoUri, wanted.LogoUri)
        .In("oauthConfig.chromeExtensionId", stored.Sdk?.ChromeExtensionId, wanted.Sdk?.ChromeExtensionId)
        .InList("oauthConfig.redirectUrls", stored.RedirectUris, wanted.RedirectUris)
        .InList("allowedOrigins", stored.AllowedOrigins, wanted.AllowedOrigins)
        .In("disabled", stored.Disabled, wanted.Disabled)
        .Fields;

    static Change Ignored(SdkClientDeclaration declared, string why) => new(ChangeKind.Ignored, $"{declared}", [why]);

    AuditRecord Record(AuditAction action, Client client, IReadOnlyList<string> fields, string actor) => AuditRecord.Of(clock, action, actor, client.Id.Value, client.Sdk?.OrganizationId,
        client.Sdk?.Kind == SdkClientKind.Application ? client.PoolId : null, details: [("name", client.Name), ("changed", fields.Count == 0 ? null : string.Join(' ', fields))]);
}
