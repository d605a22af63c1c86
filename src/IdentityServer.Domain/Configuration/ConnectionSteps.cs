using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>The organization's connections against the file.</summary>
sealed class ConnectionSteps(IOrganizationStore organizations, UserPoolSteps pools, IConnectionStore connections, ConnectionDrafts drafts, ConnectionRules rules, TimeProvider clock)
{
    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, string actor, CancellationToken ct)
    {
        if (declaration.Organization is not { Name: var name } || (declaration.Connections.Count == 0 && !declaration.PruneConnections)) return [];
        var organization = await organizations.FindByNameAsync(name, ct);
        IReadOnlyList<Connection> stored = organization is null ? [] : await connections.ListAsync(organization.Id, ct);
        var hosted = (await pools.StoredAsync(organization?.Id, ct)).Where(pool => pool.IsHosted).Select(pool => pool.Id.Value)
            .Concat(declaration.UserPools.Where(pool => pool.Authorization is null).Select(pool => pool.Id)).ToHashSet(StringComparer.Ordinal);
        // An organization that the file makes is the first one where there is none yet, and owns the root's pool then.
        var owns = organization?.IsOwner ?? (await organizations.ListAsync(ct)).Count == 0;

        List<Step> steps = [];
        foreach (var declared in declaration.Connections)
        {
            var existing = stored.FirstOrDefault(connection => connection.PoolId == PoolOf(declared) && connection.Id == declared.Id);
            if (declared.UserPoolId is { } pool ? !hosted.Contains(pool) : !owns) steps.Add(Step.Ignored($"{declared}", "the organization has no hosted pool of this userPoolId"));
            else if (Read(declared, organization?.Id ?? "", existing, out var why, planning: true) is not { } wanted) steps.Add(Step.Ignored($"{declared}", why));
            else if (existing is null) steps.Add(Add(name, declared, actor));
            else if (Differences(existing, wanted) is { Count: > 0 } fields) steps.Add(Save(existing, wanted, declared, fields, actor));
        }
        if (!declaration.PruneConnections) return steps;
        var kept = declaration.Connections.Select(declared => (PoolOf(declared), declared.Id)).ToHashSet();
        steps.AddRange(stored.Where(connection => !kept.Contains((connection.PoolId, connection.Id))).Select(connection => Remove(connection, actor)));
        return steps;
    }

    static PoolId PoolOf(ConnectionDeclaration declared) => declared.UserPoolId is { } id ? new(id) : PoolId.Default;

    /// <summary>Null with why it cannot be as the file has it.</summary>
    /// <param name="planning">Nothing is to be sealed for a connection that nobody stores: a database that is new has nothing to seal with.</param>
    Connection? Read(ConnectionDeclaration declared, string organization, Connection? existing, out string why, bool planning = false)
    {
        why = "";
        if (existing is not null && ConnectionDrafts.AsksForAnotherIssuer(declared.Draft, existing)) why = "has another issuer than the file: its users are known by it, give the new one another connectionId";
        if (why.Length > 0) return null;
        // The file says all of it: what is not there any more is as usual again, but for being switched off, which is done elsewhere too.
        var (connection, flaw) = (planning && existing is null ? ConnectionReader.Shapes : drafts).Read(declared.Draft, PoolOf(declared), organization, null);
        if (flaw is null && existing is not null)
            connection = connection! with
            {
                SealedClientSecret = drafts.Read(declared.Draft, existing.PoolId, organization, existing).Connection?.SealedClientSecret,
                Disabled = declared.Draft.Disabled ?? existing.Disabled,
                CreatedAt = existing.CreatedAt,
            };
        if ((flaw ?? rules.Flaw(connection!)) is not var (member, problem)) return connection;
        why = $"{member} {problem}";
        return null;
    }

    Step Add(string organizationName, ConnectionDeclaration declared, string actor)
    {
        Change change = new(ChangeKind.Add, $"{declared}", []);
        return new(change, async ct =>
        {
            if (await organizations.FindByNameAsync(organizationName, ct) is not { } organization) return Ignored(declared, "the organization is gone: apply again");
            if (Read(declared, organization.Id, null, out var why) is not { } connection) return Ignored(declared, why);
            if (await connections.AddAsync(connection, Record(AuditAction.ConnectionCreated, connection, [], actor), ct) == Outcome.Done) return change;
            // Another node that was first is just as well.
            return (await connections.ListAsync(organization.Id, ct)).Any(other => other.PoolId == connection.PoolId && other.Id == connection.Id && other.Issuer == connection.Issuer)
                ? null
                : Ignored(declared, "the pool has another connection of this issuer, or had one of this id with another issuer: give it another connectionId");
        });
    }

    Step Save(Connection existing, Connection wanted, ConnectionDeclaration declared, IReadOnlyList<string> fields, string actor)
    {
        Change change = new(ChangeKind.Update, $"{declared}", fields);
        return new(change, async ct =>
        {
            if (await connections.SaveAsync(wanted, existing.Version, Record(AuditAction.ConnectionChanged, wanted, fields, actor), ct) == Outcome.Done) return change;
            var now = (await connections.ListAsync(existing.OrganizationId, ct)).FirstOrDefault(other => other.PoolId == wanted.PoolId && other.Id == wanted.Id);
            return now is not null && Read(declared, now.OrganizationId, now, out _) is { } again && Differences(now, again).Count == 0
                ? null
                : Ignored(declared, "somebody else has just changed it: apply again");
        });
    }

    Step Remove(Connection connection, string actor)
    {
        Change change = new(ChangeKind.Remove, $"connection {connection.Id}", []);
        return new(change, async ct =>
            await connections.RemoveAsync(connection, null, Record(AuditAction.ConnectionRemoved, connection, [], actor), ct) == Outcome.Done ? change : null);
    }

    static IReadOnlyList<string> Differences(Connection stored, Connection wanted) => new Difference()
        .In("data.name", stored.Name, wanted.Name)
        .In("authenticationUrl", stored.AuthorizationUrl, wanted.AuthorizationUrl)
        .In("tokenUrl", stored.TokenUrl, wanted.TokenUrl)
        .In("clientId", stored.ClientId, wanted.ClientId)
        .In("clientSecret", stored.SealedClientSecret, wanted.SealedClientSecret)
        .In("tokenEndpointAuthMethod", stored.AuthMethod, wanted.AuthMethod)
        .In("defaultConnectionProperties.scope", stored.Scope, wanted.Scope)
        .In("data.userIdExpression", stored.SubjectExpression, wanted.SubjectExpression)
        .InList("claims", Lines(stored.ClaimPaths), Lines(wanted.ClaimPaths))
        .InList("authorizationParameters", Lines(stored.AuthorizationParameters), Lines(wanted.AuthorizationParameters))
        .In("linkingConfiguration.type", stored.Linking, wanted.Linking)
        .In("keepTokens", stored.KeepsTokens, wanted.KeepsTokens)
        .In("logoutAtProvider", stored.EndsSessionThere, wanted.EndsSessionThere)
        .In("disabled", stored.Disabled, wanted.Disabled)
        .Fields;

    static List<string> Lines(IReadOnlyDictionary<string, string> texts) => [.. texts.Select(text => $"{text.Key}={text.Value}").Order(StringComparer.Ordinal)];

    static Change Ignored(ConnectionDeclaration declared, string why) => new(ChangeKind.Ignored, $"{declared}", [why]);

    AuditRecord Record(AuditAction action, Connection connection, IReadOnlyList<string> fields, string actor) => AuditRecord.Of(clock, action, actor, connection.Id, connection.OrganizationId,
        connection.PoolId, details: [("name", connection.Name), ("issuer", connection.Issuer), ("changed", fields.Count == 0 ? null : string.Join(' ', fields))]);
}
