using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tokens;

/// <summary>
/// On whose word tokens of ours stand whose user is not one of the pool: a trusted issuer or a self-provided pool of the
/// organization. When that is disabled or gone, so is every token that stands on it. RFC 7662 §2.2.
/// </summary>
public sealed class Guarantors(PoolOrganizations organizations, ITrustedIssuerStore issuers, IUserPoolStore pools)
{
    /// <summary>From snapshots.</summary>
    /// <param name="id">The <c>idp</c> of a token.</param>
    public async ValueTask<bool> IsLiveAsync(PoolId pool, string id, CancellationToken ct)
    {
        if (await organizations.OfAsync(pool, ct) is not { } organization) return false;
        if (await issuers.FindAsync(organization, id, ct) is { } issuer) return !issuer.Disabled;
        return await pools.FindAsync(new(id), ct) is { IsHosted: false, IsLive: true } source && source.OrganizationId == organization;
    }
}
