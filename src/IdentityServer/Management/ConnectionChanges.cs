using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Org;

namespace IdentityServer.Management;

/// <summary>What is done to connections, each with its line in the audit log, whichever door it came through.</summary>
internal sealed class ConnectionChanges(IConnectionStore store, ConnectionDrafts drafts, ConnectionRules rules, IDiscoveryFetch discovery, Pool root, TimeProvider clock)
{
    const string LogsNobodyIn = "The issuer signs tokens and logs nobody in: its discovery document has no authorization_endpoint or no token_endpoint. Its tokens can be trusted as they are with /v1/identities.";

    /// <summary>What was typed, and whether the provider is there: now, while whoever typed it is watching.</summary>
    public async ValueTask<(Connection? Connection, ConnectionFlaw? Flaw)> ReadAsync(ConnectionDraft draft, PoolId pool, string organizationId, Connection? existing, CancellationToken ct)
    {
        var (connection, flaw) = drafts.Read(draft, pool, organizationId, existing);
        if ((flaw ?? rules.Flaw(connection!)) is var (member, problem)) return (null, new(member, problem));
        // Whoever switches something off must not depend on the provider.
        if (connection!.Kind == ConnectionKind.OAuth2 || existing is not null) return (connection, null);
        var answer = await discovery.FetchAsync(connection.Issuer, ct);
        if (answer.Problem is { } unusable)
            return (null, new("issuerUrl", DiscoveryProblems.Sentence(unusable) + (answer.Detail is { } detail ? $" ({detail})" : ""), DiscoveryProblems.Code(unusable)));
        return answer.Metadata is { AuthorizationEndpoint: not null, TokenEndpoint: not null }
            ? (connection, null)
            : (null, new("issuerUrl", LogsNobodyIn, "discovery_no_login"));
    }

    /// <summary>Null where it was done.</summary>
    /// <param name="change">What is written with the record.</param>
    public async ValueTask<Refusal?> AddAsync(HttpContext http, Caller caller, Connection connection, Func<AuditRecord, RecordedChange> change)
    {
        var record = Record(http, AuditAction.ConnectionCreated, caller, connection, [("name", connection.Name), ("issuer", connection.Issuer), ("clientId", connection.ClientId)]);
        return await store.AddAsync(connection, change(record), CancellationToken.None) == Outcome.Done ? (Refusal?)null : Refusal.FromReason(Reason.ConnectionTaken);
    }

    /// <inheritdoc cref="AddAsync"/>
    public async ValueTask<Refusal?> SaveAsync(HttpContext http, Caller caller, Connection before, Connection after)
    {
        var record = Record(http, AuditAction.ConnectionChanged, caller, after, Changes.Of(
            ("name", before.Name, after.Name), ("clientId", before.ClientId, after.ClientId), ("disabled", $"{before.Disabled}", $"{after.Disabled}"),
            ("clientSecret", null, before.SealedClientSecret == after.SealedClientSecret ? null : "replaced"), ("scope", before.Scope, after.Scope),
            ("tokenUrl", before.TokenUrl, after.TokenUrl), ("authenticationUrl", before.AuthorizationUrl, after.AuthorizationUrl),
            ("tokenEndpointAuthMethod", ConnectionWords.NameOf(before.AuthMethod), ConnectionWords.NameOf(after.AuthMethod)),
            ("userIdExpression", before.SubjectExpression, after.SubjectExpression), ("linking", $"{before.Linking}", $"{after.Linking}"),
            ("keepTokens", $"{before.KeepsTokens}", $"{after.KeepsTokens}"), ("logoutAtProvider", $"{before.EndsSessionThere}", $"{after.EndsSessionThere}")));
        return (await store.SaveAsync(after, before.Version, record, CancellationToken.None)).Refusal(Reason.ConnectionNotFound, Reason.ConnectionTaken);
    }

    /// <inheritdoc cref="AddAsync"/>
    /// <param name="version">The one that is meant; null for whichever it is.</param>
    public async ValueTask<Refusal?> RemoveAsync(HttpContext http, Caller caller, Connection connection, string? version)
    {
        var record = Record(http, AuditAction.ConnectionRemoved, caller, connection, [("name", connection.Name), ("issuer", connection.Issuer)]);
        return (await store.RemoveAsync(connection, version, record, CancellationToken.None)).Refusal(Reason.ConnectionNotFound, Reason.ConnectionNotFound);
    }

    /// <summary>As it is shown: with its callback and without its secret.</summary>
    public ConnectionEntry Entry(Connection connection) => ConnectionEntry.Of(connection, IssuerOf(connection.PoolId));

    public string IssuerOf(PoolId pool) => pool == root.Id ? root.Issuer : PoolDirectory.IssuerOf(root, pool);

    AuditRecord Record(HttpContext http, AuditAction action, Caller caller, Connection connection, (string, string?)[] details) =>
        AuditRecord.Of(clock, action, caller.Actor, connection.Id, caller.OrganizationId, connection.PoolId, http.TraceIdentifier, details);
}

/// <summary>Why a connection cannot be as it was typed.</summary>
/// <param name="Member">As the API has it.</param>
/// <param name="Problem">In words that follow the member's name; with a code, a whole sentence.</param>
/// <param name="Code">What is wrong with the provider; null where it is the typing.</param>
internal sealed record ConnectionFlaw(string Member, string Problem, string? Code = null);
