using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Configuration;

/// <summary>
/// Brings the database to what a declaration says. Applying the same one twice changes nothing, and several nodes may
/// apply it at the same instant. Passwords of users and members are initial values: who has an account keeps the
/// password it has. What the declaration does not name is left alone, except with <see cref="Declaration.PruneClients"/>
/// and <see cref="Declaration.PruneResources"/>, with which those of the default pool go, and with
/// <see cref="Declaration.PruneApiKeys"/> and its like. User pools, users and members are
/// never removed. JWK sets of user pools are not fetched here.
/// </summary>
public sealed class Reconciler(
    IClientStore clients, IResourceStore resources, IUserStore users, IOrganizationStore organizations, IApiKeyStore apiKeys,
    IUserPoolStore userPools, IConnectionStore connections, ConnectionDrafts connectionDrafts, ConnectionRules connectionRules,
    ITrustedIssuerStore trustedIssuers, TrustedIssuerDrafts trustedIssuerDrafts, IPasswordHashes passwords, TimeProvider clock)
{
    readonly OrganizationSteps organizationSteps = new(organizations, passwords, clock);
    readonly UserPoolSteps userPoolSteps = new(organizations, userPools, clock);
    readonly SdkClientSteps sdkClientSteps = new(organizations, new(organizations, userPools, clock), clients, clock);
    readonly ApiKeySteps apiKeySteps = new(organizations, apiKeys, clients, clock);
    readonly ConnectionSteps connectionSteps = new(organizations, new(organizations, userPools, clock), connections, connectionDrafts, connectionRules, clock);
    readonly TrustedIssuerSteps trustedIssuerSteps = new(organizations, trustedIssuers, trustedIssuerDrafts, clock);
    readonly ResourceSteps resourceSteps = new(resources);
    readonly ClientSteps clientSteps = new(clients, new(userPools), clock);
    readonly UserSteps userSteps = new(users, new(userPools), passwords, clock);

    /// <summary>What applying would do now; writes nothing.</summary>
    public async ValueTask<IReadOnlyList<Change>> PlanAsync(Declaration declaration, CancellationToken ct) =>
        [.. (await StepsAsync(declaration, Actors.System, ct)).Select(step => step.Change)];

    /// <summary>
    /// What was done. It is not one transaction: each change is whole in itself, and after an interruption the next
    /// run goes on where this one stopped.
    /// </summary>
    /// <param name="actor">Who is written down in the audit log: one of <see cref="Actors"/>.</param>
    public async ValueTask<IReadOnlyList<Change>> ApplyAsync(Declaration declaration, string actor, CancellationToken ct)
    {
        List<Change> done = [];
        foreach (var step in await StepsAsync(declaration, actor, ct))
            if (await step.ApplyAsync(ct) is { } change) done.Add(change);
        return done;
    }

    // Each after what it stands on: pools before what is in them, services before their keys, resources before the clients
    // that ask for their scopes. People come last, since hashing is slow.
    async ValueTask<List<Step>> StepsAsync(Declaration declaration, string actor, CancellationToken ct) =>
    [
        .. declaration.Unsupported.Select(path => Step.Ignored(path, "not supported by this version yet")),
        .. await organizationSteps.PlanAsync(declaration, actor, ct),
        .. await userPoolSteps.PlanAsync(declaration, actor, ct),
        .. await sdkClientSteps.PlanAsync(declaration, actor, ct),
        .. await apiKeySteps.PlanAsync(declaration, actor, ct),
        .. await connectionSteps.PlanAsync(declaration, actor, ct),
        .. await trustedIssuerSteps.PlanAsync(declaration, actor, ct),
        .. await resourceSteps.PlanAsync(declaration, ct),
        .. await clientSteps.PlanAsync(declaration, ct),
        .. await userSteps.PlanAsync(declaration, ct),
    ];
}
