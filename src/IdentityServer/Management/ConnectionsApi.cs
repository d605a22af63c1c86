using IdentityServer.Connections;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Org;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentityServer.Management;

/// <summary><c>/v1/connections</c>: where the users of the organization's pools can log in elsewhere.</summary>
internal sealed class ConnectionsApi(IConnectionStore store, ConnectionDrafts drafts, ConnectionRules rules, IDiscoveryFetch discovery, OwnPool pools, Pool root,
    IUpstreamIdentityStore identities, KeptTokens kept, TimeProvider clock) : IManagementResource
{
    public void Map(IEndpointRouteBuilder v1)
    {
        var connections = v1.MapGroup("/connections").WithTags("connections");
        connections.MapGet("", ListAsync).Requires(MemberRole.ReadOnly).WithName("listConnections").WithSummary("The connections of the organization's pools.");
        connections.MapPost("", CreateAsync).Requires(MemberRole.Admin).WithName("createConnection").WithSummary("Creates a connection.")
            .WithDescription("The discovery document of an OpenID provider is fetched at once, and the answer says what is wrong with it. It also has the callback to register at the provider.");
        connections.MapGet("/{id}", FindAsync).Requires(MemberRole.ReadOnly).WithName("getConnection").WithSummary("One connection.");
        connections.MapPut("/{id}", ChangeAsync).Requires(MemberRole.Admin).WithName("updateConnection").WithSummary("Changes a connection, or switches it off and on. What is absent stays.");
        connections.MapDelete("/{id}", RemoveAsync).Requires(MemberRole.Admin).WithName("deleteConnection").WithSummary("Deletes a connection. Users who came by it stay, and are known again when it comes back.");
        connections.MapGet("/{id}/users/{userId}/credentials", CredentialsAsync).Requires(MemberRole.Admin).WithName("getConnectionCredentials").WithSummary("The provider's access token of a user, where the connection keeps them.");
        v1.MapGet("/connectionPresets", () => TypedResults.Ok(new PresetList([.. ConnectionPreset.All.Select(PresetEntry.Of)]))).Requires(MemberRole.ReadOnly)
            .WithTags("connections").WithName("listConnectionPresets").WithSummary("Providers that are known here, and what each has to be told.");
    }

    async Task<Ok<ConnectionList>> ListAsync(Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new ConnectionList([.. (await store.ListAsync(caller.OrganizationId, ct)).Select(Entry)]));

    async Task<Results<Ok<ConnectionEntry>, Problem>> FindAsync(HttpContext http, Caller caller, string id, string? userPoolId, CancellationToken ct)
    {
        if (await OfAsync(caller, id, userPoolId, ct) is not { } connection) return new Problem(Reason.ConnectionNotFound);
        Versions.Show(http, connection.Version);
        return TypedResults.Ok(Entry(connection));
    }

    async Task<Results<Created<ConnectionEntry>, Problem>> CreateAsync(HttpContext http, Caller caller, JsonBody<ConnectionRequest> body, Keeping keeping, CancellationToken ct)
    {
        var (draft, unread) = body.Value.Read();
        if (draft is null) return unread!;
        if (await pools.FindAsync(caller.OrganizationId, body.Value.UserPoolId, ct) is not { } pool) return new Problem(Reason.UserPoolUnknown, "userPoolId");
        var (connection, problem) = await CheckedAsync(draft, pool, caller.OrganizationId, null, ct);
        if (connection is null) return problem!;
        var entry = Entry(connection);
        var record = Record(http, AuditAction.ConnectionCreated, caller, connection, [("name", connection.Name), ("issuer", connection.Issuer), ("clientId", connection.ClientId)]);
        if (await store.AddAsync(connection, keeping.Change(record, entry), CancellationToken.None) != Outcome.Done) return new Problem(Reason.ConnectionTaken);
        Versions.Show(http, connection.Version);
        return TypedResults.Created($"{ManagementDoor.Path}/connections/{connection.Id}", entry);
    }

    async Task<Results<Ok<ConnectionEntry>, Problem>> ChangeAsync(HttpContext http, Caller caller, string id, string? userPoolId, JsonBody<ConnectionRequest> body, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await OfAsync(caller, id, userPoolId ?? body.Value.UserPoolId, ct) is not { } before) return new Problem(Reason.ConnectionNotFound);
        if (!version.Allows(before.Version)) return new Problem(Reason.VersionStale);
        var (draft, unread) = body.Value.Read();
        if (draft is null) return unread!;
        if (ConnectionDrafts.AsksForAnotherIssuer(draft, before)) return new Problem(Reason.ConnectionIssuerFixed);
        var (after, problem) = await CheckedAsync(draft, before.PoolId, caller.OrganizationId, before, ct);
        if (after is null) return problem!;
        var record = Record(http, AuditAction.ConnectionChanged, caller, after, Changes.Of(
            ("name", before.Name, after.Name), ("clientId", before.ClientId, after.ClientId), ("disabled", $"{before.Disabled}", $"{after.Disabled}"),
            ("clientSecret", null, before.SealedClientSecret == after.SealedClientSecret ? null : "replaced"), ("scope", before.Scope, after.Scope),
            ("tokenUrl", before.TokenUrl, after.TokenUrl), ("authenticationUrl", before.AuthorizationUrl, after.AuthorizationUrl),
            ("tokenEndpointAuthMethod", ConnectionWords.NameOf(before.AuthMethod), ConnectionWords.NameOf(after.AuthMethod)),
            ("userIdExpression", before.SubjectExpression, after.SubjectExpression), ("linking", $"{before.Linking}", $"{after.Linking}"),
            ("keepTokens", $"{before.KeepsTokens}", $"{after.KeepsTokens}"), ("logoutAtProvider", $"{before.EndsSessionThere}", $"{after.EndsSessionThere}")));
        if ((await store.SaveAsync(after, before.Version, record, CancellationToken.None)).Refusal(Reason.ConnectionNotFound, Reason.ConnectionTaken) is { } refused) return new Problem(refused);
        Versions.Show(http, after.Version);
        return TypedResults.Ok(Entry(after));
    }

    async Task<Results<NoContent, Problem>> RemoveAsync(HttpContext http, Caller caller, string id, string? userPoolId, CancellationToken ct)
    {
        if (!Versions.Of(http).Try(out var version, out var no)) return new Problem(no);
        if (await OfAsync(caller, id, userPoolId, ct) is not { } connection) return new Problem(Reason.ConnectionNotFound);
        var record = Record(http, AuditAction.ConnectionRemoved, caller, connection, [("name", connection.Name), ("issuer", connection.Issuer)]);
        var outcome = await store.RemoveAsync(connection, version.Version, record, CancellationToken.None);
        return outcome.Refusal(Reason.ConnectionNotFound, Reason.ConnectionNotFound) is { } refused ? new Problem(refused) : TypedResults.NoContent();
    }

    async Task<Results<Ok<CredentialsEntry>, Problem>> CredentialsAsync(Caller caller, string id, string userId, string? userPoolId, CancellationToken ct)
    {
        if (await OfAsync(caller, id, userPoolId, ct) is not { } connection) return new Problem(Reason.ConnectionNotFound);
        var found = Ids.IsWellFormed(userId) ? (await identities.OfUserAsync(connection.PoolId, new(userId), ct)).FirstOrDefault(identity => identity.ConnectionId == connection.Id) : null;
        return connection.KeepsTokens && found?.SealedTokens is { } text && kept.Open(text)?.AccessToken is { } token
            ? TypedResults.Ok(new CredentialsEntry(token))
            : new Problem(Reason.CredentialsNotKept);
    }

    /// <summary>What was typed, and whether the provider is there: now, while whoever typed it is watching.</summary>
    async ValueTask<(Connection? Connection, Problem? Problem)> CheckedAsync(ConnectionDraft draft, PoolId pool, string organizationId, Connection? existing, CancellationToken ct)
    {
        var (connection, flaw) = drafts.Read(draft, pool, organizationId, existing);
        if ((flaw ?? rules.Flaw(connection!)) is var (member, problem)) return (null, new(Reason.JsonMemberMalformed, member, $"{member} {problem}."));
        // Whoever switches something off must not depend on the provider.
        if (connection!.Kind == ConnectionKind.OAuth2 || existing is not null) return (connection, null);
        var answer = await discovery.FetchAsync(connection.Issuer, ct);
        if (answer.Problem is { } unusable)
            return (null, new(Reason.DiscoveryUnusable, "issuerUrl", DiscoveryProblems.Sentence(unusable) + (answer.Detail is { } detail ? $" ({detail})" : ""), DiscoveryProblems.Code(unusable)));
        return answer.Metadata is { AuthorizationEndpoint: not null, TokenEndpoint: not null }
            ? (connection, null)
            : (null, new(Reason.DiscoveryUnusable, "issuerUrl", "The issuer signs tokens and logs nobody in: its discovery document has no authorization_endpoint or no token_endpoint. Its tokens can be trusted as they are with /v1/identities.", "discovery_no_login"));
    }

    async ValueTask<Connection?> OfAsync(Caller caller, string id, string? pool, CancellationToken ct)
    {
        var found = (await store.ListAsync(caller.OrganizationId, ct)).Where(connection => connection.Id == id && (pool is null || connection.PoolId.Value == pool)).Take(2).ToList();
        return found is [var one] ? one : null;
    }

    ConnectionEntry Entry(Connection connection) => ConnectionEntry.Of(connection, connection.PoolId == root.Id ? root.Issuer : PoolDirectory.IssuerOf(root, connection.PoolId));

    AuditRecord Record(HttpContext http, AuditAction action, Caller caller, Connection connection, (string, string?)[] details) =>
        AuditRecord.Of(clock, action, caller.Actor, connection.Id, caller.OrganizationId, connection.PoolId, http.TraceIdentifier, details);
}
