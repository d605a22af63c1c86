using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>
/// The organization's API keys against the file. A key is itself by its digest, which the file's key has too; the name
/// is what the file calls it, so another key under the name takes the place of the one before.
/// </summary>
sealed class ApiKeySteps(IOrganizationStore organizations, IApiKeyStore keys, IClientStore clients, TimeProvider clock)
{
    const string NoService = "the organization has no service client of this sdkClientId, or it is disabled";

    sealed record Wanted(ApiKeyDeclaration Declared, BearerSecret Secret)
    {
        public string What => Declared.ToString();
    }

    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, string actor, CancellationToken ct)
    {
        if (declaration.Organization is not { Name: var organizationName }) return [];
        var organization = await organizations.FindByNameAsync(organizationName, ct);
        var stored = organization is null ? [] : await keys.ListAsync(organization.Id, ct);
        var wanted = declaration.ApiKeys.Select(Read).ToList();
        var digests = wanted.Select(one => one.Secret.Digest).ToHashSet();
        var strangers = stored.Where(key => key.IsLive(clock.GetUtcNow()) && !digests.Contains(key.Digest)).ToList();

        List<Step> steps = [];
        foreach (var one in wanted)
        {
            var existing = stored.FirstOrDefault(key => key.Digest == one.Secret.Digest);
            // Who revoked it had a reason, and the file may be older than that.
            if (existing is not null && !existing.IsLive(clock.GetUtcNow()))
            {
                steps.Add(Step.Ignored(one.What, "the key was revoked or has expired: put a new one into the file"));
                continue;
            }
            if (existing is not null && existing.ClientId != one.Declared.SdkClientId)
            {
                steps.Add(Step.Ignored(one.What, "the key was made for another SDK client, or for none: put a new one into the file"));
                continue;
            }
            if (!await HasClientAsync(declaration, organization?.Id, one.Declared, ct))
            {
                steps.Add(Step.Ignored(one.What, NoService));
                continue;
            }
            var predecessors = strangers.FindAll(key => key.Name == one.Declared.Name && key.ClientId == one.Declared.SdkClientId);
            var fields = (existing is null ? new Difference() : new Difference()
                .In("name", existing.Name, one.Declared.Name)
                .In("role", existing.Role, one.Declared.Role))
                .In("key", predecessors.Count, 0).Fields;
            if (existing is not null && fields.Count == 0) continue;
            Change change = new(existing is null && predecessors.Count == 0 ? ChangeKind.Add : ChangeKind.Update, one.What, fields);
            steps.Add(new(change, token => ApplyAsync(organizationName, one, predecessors, change, actor, token)));
        }
        if (!declaration.PruneApiKeys) return steps;
        var names = declaration.ApiKeys.Select(key => (key.Name, key.SdkClientId)).ToHashSet();
        steps.AddRange(strangers.Where(key => !names.Contains((key.Name, key.ClientId))).Select(key => Remove(key, actor)));
        return steps;
    }

    /// <summary>Looks again, since the organization may be a moment old and another node may have been here.</summary>
    async ValueTask<Change?> ApplyAsync(string organizationName, Wanted wanted, List<ApiKey> predecessors, Change change, string actor, CancellationToken ct)
    {
        if (await organizations.FindByNameAsync(organizationName, ct) is not { Id: var organization })
            return new(ChangeKind.Ignored, wanted.What, ["the organization is gone: apply again"]);

        var done = false;
        if (await keys.FindAsync(wanted.Secret.Digest, ct) is not { } existing)
        {
            if (wanted.Declared.SdkClientId is { } client && !IsService(await clients.FindSdkAsync(organization, new(client), ct)))
                return new(ChangeKind.Ignored, wanted.What, [NoService]);
            var key = Create(wanted, organization);
            // False says that another node was first, which is just as well.
            done = await keys.AddAsync(key, Record(AuditAction.ApiKeyCreated, key, actor), ct);
        }
        else if (existing.OrganizationId != organization)
        {
            return new(ChangeKind.Ignored, wanted.What, ["the key belongs to another organization: put a new one into the file"]);
        }
        else if (existing.Name != wanted.Declared.Name || existing.Role != wanted.Declared.Role)
        {
            (existing.Name, existing.Role) = (wanted.Declared.Name, wanted.Declared.Role);
            done = await keys.SaveAsync(existing, Record(AuditAction.ApiKeyChanged, existing, actor), ct);
        }
        // Only now: who still uses the old key is refused when the new one works, and not before.
        foreach (var predecessor in predecessors) done |= await RevokeAsync(predecessor, actor, ct);
        return done ? change : null;
    }

    Step Remove(ApiKey key, string actor)
    {
        Change change = new(ChangeKind.Remove, $"API key {key.Name}", []);
        return new(change, async ct => await RevokeAsync(key, actor, ct) ? change : null);
    }

    ValueTask<bool> RevokeAsync(ApiKey key, string actor, CancellationToken ct) =>
        keys.RevokeAsync(key.OrganizationId, key.Id, clock.GetUtcNow(), Record(AuditAction.ApiKeyRevoked, key, actor), ct);

    ApiKey Create(Wanted wanted, string organization) => new()
    {
        Id = Ids.NewUuid(clock),
        OrganizationId = organization,
        Name = wanted.Declared.Name,
        Digest = wanted.Secret.Digest,
        Prefix = wanted.Secret.Start,
        Role = wanted.Declared.Role,
        CreatedAt = clock.GetUtcNow(),
        ClientId = wanted.Declared.SdkClientId,
    };

    /// <summary>A key of the organization needs none; a service's needs the service, there or in the file.</summary>
    async ValueTask<bool> HasClientAsync(Declaration declaration, string? organization, ApiKeyDeclaration declared, CancellationToken ct) =>
        declared.SdkClientId is not { } client
        || (organization is not null && await clients.FindSdkAsync(organization, new(client), ct) is { } found ? IsService(found) : declaration.SdkClients.Any(one => one.Id == client));

    static bool IsService(Client? client) => client is { Sdk.Kind: SdkClientKind.Service, Disabled: false };

    AuditRecord Record(AuditAction action, ApiKey key, string actor) => AuditRecord.Of(clock, action, actor, key.Id, key.OrganizationId,
        details: [("name", key.Name), ("role", key.Role.ToString()), ("sdkClientId", key.ClientId)]);

    static Wanted Read(ApiKeyDeclaration declared) =>
        BearerSecret.TryParse(declared.Key, BearerSecret.ApiKey, out var secret) ? new(declared, secret) : throw new ArgumentException($"The {declared} has not been checked.");
}
