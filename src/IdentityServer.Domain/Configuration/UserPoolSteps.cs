using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>The organization's user pools against the file. None is ever removed: with a pool go all the users in it.</summary>
sealed class UserPoolSteps(IOrganizationStore organizations, IUserPoolStore pools, TimeProvider clock)
{
    const int Page = 200;

    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, string actor, CancellationToken ct)
    {
        if (declaration.Organization is not { Name: var name } || declaration.UserPools.Count == 0) return [];
        var organization = await organizations.FindByNameAsync(name, ct);
        var stored = (await StoredAsync(organization?.Id, ct)).ToDictionary(pool => pool.Id);
        List<Step> steps = [];
        foreach (var declared in declaration.UserPools)
        {
            PoolId id = new(declared.Id);
            if (stored.GetValueOrDefault(id) is { } existing)
            {
                if (Obstacle(existing, declared) is { } why) steps.Add(Step.Ignored($"{declared}", why));
                else if (Differences(existing, declared) is { Count: > 0 } fields) steps.Add(Save(existing, declared, fields, actor));
            }
            else if (await pools.FindAsync(id, ct) is not null) steps.Add(Step.Ignored($"{declared}", Taken));
            else steps.Add(Add(name, declared, actor));
        }
        return steps;
    }

    const string Taken = "the id belongs to another organization's pool, or to one that was deleted: give it another";

    /// <summary>From the database, since a snapshot may be a second old and a plan must not be.</summary>
    public async ValueTask<List<UserPool>> StoredAsync(string? organization, CancellationToken ct)
    {
        List<UserPool> all = [];
        if (organization is null) return all;
        IReadOnlyList<UserPool> page;
        do
        {
            page = await pools.ListAsync(organization, all.LastOrDefault()?.Id.Value, Page, ct);
            all.AddRange(page);
        }
        while (page.Count == Page);
        return all;
    }

    /// <summary>The pool as the file has it.</summary>
    public static UserPool Of(UserPoolDeclaration declared, UserPool? existing, string organization, TimeProvider clock) => new()
    {
        Id = new(declared.Id),
        OrganizationId = organization,
        Name = declared.Name,
        Description = declared.Description,
        Authorization = declared.Authorization,
        CompatibleLifetime = declared.CompatibleLifetime,
        Disabled = declared.Disabled ?? existing is { Disabled: true },
        CreatedAt = existing?.CreatedAt ?? clock.GetUtcNow(),
        Version = Ids.NewUuid(clock),
    };

    Step Add(string organizationName, UserPoolDeclaration declared, string actor)
    {
        Change change = new(ChangeKind.Add, $"{declared}", []);
        return new(change, async ct =>
        {
            if (await organizations.FindByNameAsync(organizationName, ct) is not { Id: var organization })
                return new(ChangeKind.Ignored, $"{declared}", ["the organization is gone: apply again"]);
            var pool = Of(declared, null, organization, clock);
            if (await pools.AddAsync(pool, Record(AuditAction.UserPoolCreated, pool, [], actor), ct)) return change;
            // Another node that was first is just as well.
            return (await StoredAsync(organization, ct)).Exists(other => other.Id == pool.Id) ? null : new(ChangeKind.Ignored, $"{declared}", [Taken]);
        });
    }

    Step Save(UserPool existing, UserPoolDeclaration declared, IReadOnlyList<string> fields, string actor)
    {
        Change change = new(ChangeKind.Update, $"{declared}", fields);
        return new(change, async ct =>
        {
            var pool = Of(declared, existing, existing.OrganizationId, clock);
            if (await pools.SaveAsync(pool, existing.Version, Record(AuditAction.UserPoolChanged, pool, fields, actor), ct) == Outcome.Done) return change;
            var now = (await StoredAsync(existing.OrganizationId, ct)).Find(other => other.Id == pool.Id);
            return now is not null && Obstacle(now, declared) is null && Differences(now, declared).Count == 0
                ? null
                : new(ChangeKind.Ignored, $"{declared}", ["somebody else has just changed it: apply again"]);
        });
    }

    // Hosted and self-provided differ in who answers for the users that are there.
    static string? Obstacle(UserPool existing, UserPoolDeclaration declared) => (existing.IsHosted, declared.Authorization) switch
    {
        (true, not null) => "is a hosted pool, and the file gives it an authorization: a pool stays what it was made as",
        (false, null) => "is a self-provided pool, and the file gives it no authorization: a pool stays what it was made as",
        _ => null,
    };

    static IReadOnlyList<string> Differences(UserPool existing, UserPoolDeclaration declared) => new Difference()
        .In("name", existing.Name, declared.Name)
        .In("description", existing.Description, declared.Description)
        .In("authorization", existing.Authorization, declared.Authorization)
        .In("compatibleLifetime", existing.CompatibleLifetime, declared.CompatibleLifetime)
        .In("disabled", existing.Disabled, declared.Disabled ?? existing.Disabled)
        .Fields;

    AuditRecord Record(AuditAction action, UserPool pool, IReadOnlyList<string> fields, string actor) => AuditRecord.Of(clock, action, actor, pool.Id.Value, pool.OrganizationId, pool.Id,
        details: [("name", pool.Name), ("jwksUri", pool.Authorization?.JwksUri), ("changed", fields.Count == 0 ? null : string.Join(' ', fields))]);
}
