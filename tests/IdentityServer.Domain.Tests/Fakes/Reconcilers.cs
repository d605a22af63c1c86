using IdentityServer.Domain.Configuration;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Egress;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>A reconciler over stores of the test; what a test does not care for is empty.</summary>
static class Reconcilers
{
    static readonly Pool Root = new(PoolId.Default, "https://id.example");

    public static OutboundUrls Urls { get; } = new(AllowedHosts.None, Root.Issuer);

    public static ConnectionRules ConnectionRules { get; } = new(Urls, Root);

    public static Reconciler Of(MemoryOrganizations organizations, TimeProvider clock, MemoryClients? clients = null, MemoryResources? resources = null, MemoryUsers? users = null,
        MemoryApiKeys? keys = null, MemoryUserPools? pools = null, PlainPasswordHashes? passwords = null, MemoryConnections? connections = null, MemoryTrustedIssuers? issuers = null,
        IConnectionSecrets? secrets = null)
    {
        var store = issuers ?? new();
        return new(clients ?? new(), resources ?? new(), users ?? new(), organizations, keys ?? new(), pools ??= new(), connections ?? new(), new(secrets ?? new PlainConnectionSecrets(), clock), ConnectionRules,
            store, Drafts(store, pools, clock), passwords ?? new(), clock);
    }

    public static TrustedIssuerDrafts Drafts(MemoryTrustedIssuers store, MemoryUserPools pools, TimeProvider clock, IDiscoveryFetch? discovery = null, IJwksFetch? jwks = null) => new(
        new(Urls, Root), new(Root, store, new(new ProviderDirectory(discovery ?? Nowhere.Instance, clock), new(jwks ?? Nowhere.Instance, clock)), new(Root, pools), clock), clock);

    sealed class Nowhere : IDiscoveryFetch, IJwksFetch
    {
        public static readonly Nowhere Instance = new();

        public ValueTask<DiscoveryAnswer> FetchAsync(string issuer, CancellationToken ct) => throw new InvalidOperationException("Nobody is to be asked.");

        public ValueTask<JwksAnswer> FetchAsync(Uri source, CancellationToken ct) => throw new InvalidOperationException("Nobody is to be asked.");
    }
}
