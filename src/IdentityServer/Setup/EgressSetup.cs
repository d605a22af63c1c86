using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Egress;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Egress;

namespace IdentityServer.Setup;

/// <summary>Calls to the outside, and the keys of others that are got by them.</summary>
internal static class EgressSetup
{
    public static void AddEgress(this IServiceCollection services, IdpOptions options)
    {
        if (!AllowedHosts.TryParse(options.Egress.AllowedHosts, out var allowed, out var wrong))
            throw new StartupException($"Idp:Egress:AllowedHosts has '{wrong}'.");
        services.AddSingleton(new OutboundUrls(allowed, options.Issuer));
        services.AddSingleton<INetwork, Network>().AddSingleton<GuardedHttp>().AddSingleton(_ => Roots(options.Egress.ExtraCaFile));
        services.AddSingleton<IJwksFetch, JwksFetch>().AddSingleton<IRemoteKeyWatch, RemoteKeyLog>().AddSingleton<RemoteKeySets>();
        services.AddSingleton<IDiscoveryFetch, DiscoveryFetch>().AddSingleton<IDiscoveryWatch, DiscoveryLog>().AddSingleton<ProviderDirectory>();
    }

    static TrustedRoots Roots(string? file) =>
        TrustedRoots.TryLoad(file, out var roots, out var problem) ? roots : throw new StartupException($"Idp:Egress:ExtraCaFile names '{file}', and {problem}.");
}
