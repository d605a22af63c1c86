using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Setup;

/// <summary>Whose tokens are believed besides our own.</summary>
internal static class TrustSetup
{
    public static void AddTrust(this IServiceCollection services)
    {
        services.AddSingleton<TrustedIssuerRules>().AddSingleton<MappedIds>().AddSingleton<TrustedKeys>().AddSingleton<TrustedTokenVerifier>();
        services.AddSingleton<ITrustedTokens>(found => found.GetRequiredService<TrustedTokenVerifier>());
        services.AddSingleton<PoolOrganizations>().AddSingleton<ForeignTokens>();
    }
}
