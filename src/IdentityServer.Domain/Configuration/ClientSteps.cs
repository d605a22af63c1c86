using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>Clients of the pools against the file; SDK clients have steps of their own.</summary>
sealed class ClientSteps(IClientStore clients, HostedPools pools, TimeProvider clock)
{
    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, CancellationToken ct)
    {
        List<Step> steps = [];
        Dictionary<PoolId, Dictionary<ClientId, Client>> stored = [];
        foreach (var declared in declaration.Clients)
        {
            PoolId pool = new(declared.Pool);
            if (!stored.TryGetValue(pool, out var there)) stored[pool] = there = await StoredAsync(pool, ct);
            if (!await pools.WillBeAsync(declaration, pool, ct))
            {
                steps.Add(Step.Ignored($"{declared}", HostedPools.None));
                continue;
            }
            var existing = there.GetValueOrDefault(new(declared.ClientId));
            if (existing?.Sdk is not null)
            {
                steps.Add(Step.Ignored($"{declared}", "is an SDK client: name it in sdkClients"));
                continue;
            }
            var client = declared.ToClient(pool, existing, clock.GetUtcNow());
            IReadOnlyList<string> fields = existing is null ? [] : Differences(existing, client);
            if (existing is not null && fields.Count == 0) continue;
            steps.Add(Save(client, new(existing is null ? ChangeKind.Add : ChangeKind.Update, $"{declared}", fields)));
        }
        if (!declaration.PruneClients) return steps;
        var named = declaration.Clients.Where(client => client.Pool == PoolId.Default.Value).Select(client => client.ClientId).ToHashSet(StringComparer.Ordinal);
        foreach (var client in (await StoredAsync(PoolId.Default, ct)).Values.Where(client => client.Sdk is null && !named.Contains(client.Id.Value)))
            steps.Add(Remove(client.Id, new(ChangeKind.Remove, $"client {client.Id}", [])));
        return steps;
    }

    /// <summary>From the database: a snapshot may be a second old, and a plan must not be.</summary>
    async ValueTask<Dictionary<ClientId, Client>> StoredAsync(PoolId pool, CancellationToken ct) => (await clients.ListAsync(pool, ct)).ToDictionary(client => client.Id);

    Step Save(Client client, Change change) => new(change, async ct =>
    {
        if (!await pools.IsThereAsync(client.PoolId, ct)) return new(ChangeKind.Ignored, change.What, [HostedPools.None]);
        await clients.SaveAsync(client, ct);
        return change;
    });

    Step Remove(ClientId id, Change change) => new(change, async ct =>
        await clients.RemoveAsync(PoolId.Default, id, clock.GetUtcNow(), ct) ? change : null);

    static IReadOnlyList<string> Differences(Client stored, Client wanted) => new Difference()
        .In("client_name", stored.Name, wanted.Name)
        .In("token_endpoint_auth_method", stored.AuthMethod, wanted.AuthMethod)
        .In("trusted_issuer", stored.TrustedIssuer, wanted.TrustedIssuer)
        .In("trusted_subject", stored.TrustedSubject, wanted.TrustedSubject)
        .In("client_secret", true, KeepsCredentials(stored, wanted))
        .InList("redirect_uris", stored.RedirectUris, wanted.RedirectUris)
        .InList("post_logout_redirect_uris", stored.PostLogoutRedirectUris, wanted.PostLogoutRedirectUris)
        .In("backchannel_logout_uri", stored.BackchannelLogoutUri, wanted.BackchannelLogoutUri)
        .InList("grant_types", stored.GrantTypes, wanted.GrantTypes)
        .In("scope", stored.Scope, wanted.Scope)
        .In("id_token_signed_response_alg", stored.IdTokenAlgorithm, wanted.IdTokenAlgorithm)
        .InList("allowed_origins", stored.AllowedOrigins, wanted.AllowedOrigins)
        .In("consent", stored.Consent, wanted.Consent)
        .In("logo_uri", stored.LogoUri, wanted.LogoUri)
        .In("policy_uri", stored.PolicyUri, wanted.PolicyUri)
        .In("tos_uri", stored.TosUri, wanted.TosUri)
        .In("client_uri", stored.ClientUri, wanted.ClientUri)
        .Fields;

    // The wanted client has the very list of the stored one where the secret is among its live credentials.
    static bool KeepsCredentials(Client stored, Client wanted) =>
        ReferenceEquals(stored.Credentials, wanted.Credentials) || (stored.Credentials.Count == 0 && wanted.Credentials.Count == 0);
}
