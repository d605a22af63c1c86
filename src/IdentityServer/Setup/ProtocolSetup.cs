using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Logout;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tokens;
using IdentityServer.Keys;
using IdentityServer.Pools;
using IdentityServer.Protocol;
using IdentityServer.Protocol.Wire;
using IdentityServer.Sessions;

namespace IdentityServer.Setup;

/// <summary>The protocol: its law, its grants, its doors. All singletons, so that a request builds nothing.</summary>
internal static class ProtocolSetup
{
    public static void AddProtocol(this IServiceCollection services)
    {
        services.AddSingleton<IPoolDirectory, PoolDirectory>().AddSingleton<PoolRequests>();
        services.AddSingleton<ClientAuthenticator>().AddSingleton<IClientAssertions, ClientAssertions>();
        services.AddSingleton<Guarantors>().AddSingleton<ForeignSubjects>();
        services.AddSingleton<AuthorizeValidator>().AddSingleton<AuthorizeDispatcher>().AddSingleton<CodeIssuer>().AddSingleton<Cutover>().AddSingleton<CutoverUsers>();
        services.AddSingleton<TokenPipeline>().AddSingleton<GrantTable>();
        services.AddSingleton<IGrant, AuthorizationCodeGrant>().AddSingleton<IGrant, RefreshTokenGrant>().AddSingleton<IGrant, ClientCredentialsGrant>().AddSingleton<IGrant, TokenExchangeGrant>();
        services.AddSingleton<AccessTokenReader>().AddSingleton<IdTokenHint>();
        services.AddSingleton<Introspection>().AddSingleton<Revocation>().AddSingleton<UserInfo>().AddSingleton<EndSession>();

        services.AddSingleton<Cookies>().AddSingleton<BrowserSession>().AddSingleton<AuthorizeTransactions>().AddSingleton<CutoverRequests>().AddSingleton<PendingRequests>().AddSingleton<LogoutRequests>();
        services.AddSingleton<Faults>().AddSingleton<RefusalWriter>().AddSingleton<ProtocolCors>();
        services.AddSingleton<DiscoveryEndpoint>().AddSingleton<JwksEndpoint>().AddSingleton<AuthorizeEndpoint>().AddSingleton<TokenEndpoint>();
        services.AddSingleton<UserInfoEndpoint>().AddSingleton<IntrospectionEndpoint>().AddSingleton<RevocationEndpoint>().AddSingleton<EndSessionEndpoint>();
    }

    /// <summary>The list of doors.</summary>
    public static void MapProtocol(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var discovery = services.GetRequiredService<DiscoveryEndpoint>();
        var jwks = services.GetRequiredService<JwksEndpoint>();
        var authorize = services.GetRequiredService<AuthorizeEndpoint>();
        var endSession = services.GetRequiredService<EndSessionEndpoint>();

        Map(routes, Endpoints.Discovery, discovery.HandleAsync, "GET", "HEAD");
        Map(routes, Endpoints.AuthorizationServer, discovery.HandleAsync, "GET", "HEAD");
        Map(routes, Endpoints.Jwks, jwks.HandleAsync, "GET", "HEAD");
        Map(routes, Endpoints.JwksAlias, jwks.HandleAsync, "GET", "HEAD");
        Map(routes, Endpoints.Authorize, WithKeys(services, authorize.HandleAsync), "GET", "POST");
        Map(routes, Endpoints.AuthorizeResume, WithKeys(services, authorize.ResumeAsync), "GET");
        Map(routes, Endpoints.Token, services.GetRequiredService<TokenEndpoint>().HandleAsync, "POST", "OPTIONS");
        Map(routes, Endpoints.UserInfo, services.GetRequiredService<UserInfoEndpoint>().HandleAsync, "GET", "POST", "OPTIONS");
        Map(routes, Endpoints.Introspect, services.GetRequiredService<IntrospectionEndpoint>().HandleAsync, "POST");
        Map(routes, Endpoints.Revoke, services.GetRequiredService<RevocationEndpoint>().HandleAsync, "POST", "OPTIONS");
        Map(routes, Endpoints.EndSession, WithKeys(services, endSession.HandleAsync), "GET", "POST");
    }

    /// <summary>People come here, and without keys nothing that they do can end well.</summary>
    internal static RequestDelegate WithKeys(IServiceProvider services, RequestDelegate handle)
    {
        var (rings, refusals) = (services.GetRequiredService<KeyRings>(), services.GetRequiredService<RefusalWriter>());
        return http => rings.ProblemOf(http.Pool().Id) is null ? handle(http) : ErrorPages.ShowAsync(http, refusals, "page", Reason.KeysUnavailable, null);
    }

    /// <summary>One route for all methods, so that a wrong one gets an answer in the endpoint's own language.</summary>
    internal static void Map(IEndpointRouteBuilder routes, string path, RequestDelegate handle, params string[] methods)
    {
        var cors = routes.ServiceProvider.GetRequiredService<ProtocolCors>();
        var refusals = routes.ServiceProvider.GetRequiredService<RefusalWriter>();
        var allow = string.Join(", ", methods);
        Task Dispatch(HttpContext http)
        {
            var method = http.Request.Method;
            foreach (var accepted in methods)
                if (method == accepted) return handle(http);
            http.Response.Headers.Allow = allow;
            return refusals.WriteAsync(http, path, Reason.MethodNotAllowed);
        }
        var faults = routes.ServiceProvider.GetRequiredService<Faults>();
        async Task ForPageAsync(HttpContext http)
        {
            if (!await cors.AnswersAsync(http, http.Pool())) await Dispatch(http);
        }
        RequestDelegate dispatch = ProtocolCors.Covers(path) ? http => ProtocolCors.IsOfPage(http.Request) ? ForPageAsync(http) : Dispatch(http) : Dispatch;
        // Programs call these: nothing that serves pages stands in their way.
        routes.Map(path, http => faults.GuardAsync(http, dispatch)).ShortCircuit();
    }
}
