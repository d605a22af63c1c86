using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>Clients of the default pool against the file.</summary>
sealed class ClientSteps(IClientStore clients, TimeProvider clock)
{
    public async ValueTask<List<Step>> PlanAsync(Declaration declaration, CancellationToken ct)
    {
        // From the database: a snapshot may be a second old, and a plan must not be.
        var stored = (await clients.ListAsync(PoolId.Default, ct)).ToDictionary(client => client.Id);
        List<Step> steps = [];
        foreach (var declared in declaration.Clients)
        {
            var existing = stored.GetValueOrDefault(new(declared.ClientId));
            var client = declared.ToClient(PoolId.Default, existing, clock.GetUtcNow());
            IReadOnlyList<string> fields = existing is null ? [] : Differences(existing, client);
            if (existing is not null && fields.Count == 0) continue;
            steps.Add(Save(client, new(existing is null ? ChangeKind.Add : ChangeKind.Update, $"client {declared.ClientId}", fields)));
        }
        if (!declaration.PruneClients) return steps;
        foreach (var id in stored.Keys.Select(id => id.Value).Except(declaration.Clients.Select(client => client.ClientId)))
            steps.Add(Remove(new(id), new(ChangeKind.Remove, $"client {id}", [])));
        return steps;
    }

    Step Save(Client client, Change change) => new(change, async ct =>
    {
        await clients.SaveAsync(client, ct);
        return change;
    });

    Step Remove(ClientId id, Change change) => new(change, async ct =>
        await clients.RemoveAsync(PoolId.Default, id, clock.GetUtcNow(), ct) ? change : null);

    static IReadOnlyList<string> Differences(Client stored, Client wanted) => new Difference()
        .In("client_name", stored.Name, wanted.Name)
        .In("token_endpoint_auth_method", stored.AuthMethod, wanted.AuthMethod)
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
