using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Configuration;

/// <summary>The organization's trusted issuers against the file, in which issuer and audience name one. Nobody is asked whether it is there.</summary>
sealed class TrustedIssuerSteps(IOrganizationStore organizations, ITrustedIssuerStore issuers, TrustedIssuerDrafts drafts, TimeProvider clock)
{
    const int Page = 200;

    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, string actor, CancellationToken ct)
    {
        if (declaration.Organization is not { Name: var name } || (declaration.TrustedIssuers.Count == 0 && !declaration.PruneTrustedIssuers)) return [];
        var organization = (await organizations.FindByNameAsync(name, ct))?.Id;
        var stored = await StoredAsync(organization, ct);
        List<Step> steps = [];
        foreach (var declared in declaration.TrustedIssuers)
        {
            var existing = stored.Find(issuer => Is(issuer, declared));
            var reading = await drafts.ReadAsync(declared, organization ?? "", null, ct);
            // The file says all of it, but for being switched off, which is done elsewhere too.
            if (existing is not null) reading = reading with { Issuer = reading.Issuer is null ? null : reading.Issuer with { Id = existing.Id, CreatedAt = existing.CreatedAt, Disabled = declared.Disabled ?? existing.Disabled } };
            if (reading.Issuer is not { } wanted) steps.Add(Step.Ignored($"{declared}", $"{reading.Member} {reading.Problem}"));
            else if (existing is null) steps.Add(Add(name, declared, actor));
            else if (Differences(existing, wanted) is { Count: > 0 } fields) steps.Add(Save(existing, wanted, declared, fields, actor));
        }
        if (!declaration.PruneTrustedIssuers) return steps;
        steps.AddRange(stored.Where(issuer => !declaration.TrustedIssuers.Any(declared => Is(issuer, declared))).Select(issuer => Remove(issuer, actor)));
        return steps;
    }

    static bool Is(TrustedIssuer issuer, TrustedIssuerDraft declared) => issuer.Issuer == declared.Issuer && issuer.Audience == declared.Audience;

    Step Add(string organizationName, TrustedIssuerDraft declared, string actor)
    {
        Change change = new(ChangeKind.Add, $"{declared}", []);
        return new(change, async ct =>
        {
            if (await organizations.FindByNameAsync(organizationName, ct) is not { Id: var organization }) return Ignored(declared, "the organization is gone: apply again");
            if ((await drafts.ReadAsync(declared, organization, null, ct)).Issuer is not { } issuer) return Ignored(declared, "it may not be trusted any more: apply again");
            if (await issuers.AddAsync(issuer, Record(AuditAction.TrustedIssuerCreated, issuer, [], actor), ct)) return change;
            // Another node that was first is just as well.
            return (await StoredAsync(organization, ct)).Exists(other => Is(other, declared)) ? null : Ignored(declared, "another organization trusts this issuer with this audience: have tokens made with an audience of your own");
        });
    }

    Step Save(TrustedIssuer existing, TrustedIssuer wanted, TrustedIssuerDraft declared, IReadOnlyList<string> fields, string actor)
    {
        Change change = new(ChangeKind.Update, $"{declared}", fields);
        return new(change, async ct =>
        {
            if (await issuers.SaveAsync(wanted, existing.Version, Record(AuditAction.TrustedIssuerChanged, wanted, fields, actor), ct) == Outcome.Done) return change;
            var now = (await StoredAsync(existing.OrganizationId, ct)).Find(other => other.Id == wanted.Id);
            return now is not null && Differences(now, wanted).Count == 0 ? null : Ignored(declared, "somebody else has just changed it: apply again");
        });
    }

    Step Remove(TrustedIssuer issuer, string actor)
    {
        Change change = new(ChangeKind.Remove, $"trusted issuer {issuer.Issuer}", []);
        return new(change, async ct =>
            await issuers.RemoveAsync(issuer, null, Record(AuditAction.TrustedIssuerRemoved, issuer, [], actor), ct) == Outcome.Done ? change : null);
    }

    /// <summary>From the database, since a snapshot may be a second old and a plan must not be.</summary>
    async ValueTask<List<TrustedIssuer>> StoredAsync(string? organization, CancellationToken ct)
    {
        List<TrustedIssuer> all = [];
        if (organization is null) return all;
        IReadOnlyList<TrustedIssuer> page;
        do
        {
            page = await issuers.ListAsync(organization, all.LastOrDefault()?.Id, Page, ct);
            all.AddRange(page);
        }
        while (page.Count == Page);
        return all;
    }

    static IReadOnlyList<string> Differences(TrustedIssuer stored, TrustedIssuer wanted) => new Difference()
        .In("userIdExpression", stored.UserIdExpression, wanted.UserIdExpression)
        .In("jwksUri", stored.JwksUri, wanted.JwksUri)
        .InList("roles", Lines(stored), Lines(wanted))
        .In("cutover.userPoolId", stored.CutoverPoolId, wanted.CutoverPoolId)
        .In("cutover.until", stored.CutoverUntil, wanted.CutoverUntil)
        .In("disabled", stored.Disabled, wanted.Disabled)
        .Fields;

    static List<string> Lines(TrustedIssuer issuer) => [.. issuer.Roles.Select(role => $"{role.Key}={role.Value}").Order(StringComparer.Ordinal)];

    static Change Ignored(TrustedIssuerDraft declared, string why) => new(ChangeKind.Ignored, $"{declared}", [why]);

    AuditRecord Record(AuditAction action, TrustedIssuer issuer, IReadOnlyList<string> fields, string actor) => AuditRecord.Of(clock, action, actor, issuer.Id, issuer.OrganizationId,
        details: [("issuer", issuer.Issuer), ("audience", issuer.Audience), ("changed", fields.Count == 0 ? null : string.Join(' ', fields))]);
}
