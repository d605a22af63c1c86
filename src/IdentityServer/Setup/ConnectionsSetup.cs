using IdentityServer.Connections;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Protocol;
using IdentityServer.Protocol;

namespace IdentityServer.Setup;

/// <summary>Logging in elsewhere: the way there, back, and out.</summary>
internal static class ConnectionsSetup
{
    public static void AddUpstream(this IServiceCollection services)
    {
        services.AddSingleton<UpstreamUsers>();
        services.AddSingleton<ConnectionSecrets>().AddSingleton<IConnectionSecrets>(found => found.GetRequiredService<ConnectionSecrets>()).AddSingleton<KeptTokens>().AddSingleton<ClientProofs>().AddSingleton<UpstreamCalls>().AddSingleton<UpstreamAnswer>();
        services.AddSingleton<UpstreamProviders>().AddSingleton<UpstreamAttempts>().AddSingleton<UpstreamTrouble>();
        services.AddSingleton<UpstreamStart>().AddSingleton<UpstreamCallback>().AddSingleton<UpstreamLogout>().AddSingleton<LogoutReceiver>();
    }

    public static void MapUpstream(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        ProtocolSetup.Map(routes, OfConnection(Endpoints.UpstreamStart), ProtocolSetup.WithKeys(services, services.GetRequiredService<UpstreamStart>().HandleAsync), "GET");
        ProtocolSetup.Map(routes, OfConnection(Endpoints.UpstreamCallback), ProtocolSetup.WithKeys(services, services.GetRequiredService<UpstreamCallback>().HandleAsync), "GET", "POST");
        ProtocolSetup.Map(routes, OfConnection(Endpoints.UpstreamLogout), services.GetRequiredService<LogoutReceiver>().HandleAsync, "POST");
        ProtocolSetup.Map(routes, Endpoints.UpstreamSignedOut, ProtocolSetup.WithKeys(services, services.GetRequiredService<EndSessionEndpoint>().ReturnAsync), "GET");
    }

    static string OfConnection(string path) => $"{path}/{{{UpstreamStart.Route}}}";
}
