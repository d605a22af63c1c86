using IdentityServer.Account;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Management;
using IdentityServer.Org;

namespace IdentityServer.Setup;

/// <summary>The management API: its door, its resources, its description.</summary>
internal static class ManagementSetup
{
    public static void AddManagement(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyGate>().AddSingleton<MemberGate>().AddSingleton<Bearers>().AddSingleton<ManagementCors>();
        services.AddSingleton<ManagementDoor>().AddSingleton<ProblemWriter>().AddSingleton<Idempotency>();
        services.AddSingleton<IManagementResource, AuditApi>().AddSingleton<IManagementResource, KeysApi>();
        services.AddSingleton<IManagementResource, ConnectionsApi>().AddSingleton<IManagementResource, IdentitiesApi>().AddSingleton<OwnPool>();
        services.AddSingleton<ConnectionDrafts>().AddSingleton<ConnectionRules>().AddSingleton<TrustedIssuerDrafts>();
        services.AddSingleton<IOrgResource, LoginApi>().AddSingleton<IOrgResource, OrganizationsApi>().AddSingleton<IOrgResource, MembersApi>().AddSingleton<IOrgResource, ApiKeysApi>();
        services.AddSingleton<IOrgResource, UserPoolsApi>().AddSingleton<IOrgResource, PoolUsersApi>().AddSingleton<IOrgResource, SdkClientsApi>().AddSingleton<IOrgResource, AppUserIdTokensApi>();
        services.AddSingleton<MemberLogin>().AddSingleton<TokenSourceRules>();
        services.AddSingleton<AppUserIdTokenIssuer>().AddSingleton<AppUserIdTokenVerifier>().AddSingleton<TokenExplainer>().AddSingleton<TokenPools>();
        services.AddSingleton<InlineKeys>().AddSingleton<SeenUsers>().AddSingleton<IPoolKeys, RemotePoolKeys>();

        services.ConfigureHttpJsonOptions(json => ManagementJson.Apply(json.SerializerOptions));
        // A refusal is an answer and no exception, in Development too.
        services.PostConfigure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = false);
        services.AddSingleton<RouteCheck>().AddHostedService(found => found.GetRequiredService<RouteCheck>());
        services.AddOpenApi(OpenApiDescription.Name, OpenApiDescription.Configure).AddSingleton<OpenApiDescription>();
    }

    /// <summary>Calls leave the way of pages here, whether a route was found or not.</summary>
    public static void UseManagement(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<ManagementDoor>();
        app.Use(next => http => ManagementDoor.IsBefore(http.Request.Path) ? door.EnterAsync(http) : next(http));
    }

    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        var v1 = routes.MapGroup(ManagementDoor.Path).AddEndpointFilter(new JsonBodies()).AddEndpointFilter(routes.ServiceProvider.GetRequiredService<Idempotency>());
        ((IEndpointConventionBuilder)v1).Add(AllowHead);
        foreach (var resource in routes.ServiceProvider.GetServices<IManagementResource>()) resource.Map(v1);
        var org = routes.MapGroup("").AddEndpointFilter(new JsonBodies()).AddEndpointFilter(routes.ServiceProvider.GetRequiredService<Idempotency>());
        ((IEndpointConventionBuilder)org).Add(AllowHead);
        foreach (var resource in routes.ServiceProvider.GetServices<IOrgResource>()) resource.Map(org);
        routes.ServiceProvider.GetRequiredService<RouteCheck>().Routes = [v1, org];

        var faults = routes.ServiceProvider.GetRequiredService<Faults>();
        RequestDelegate describe = http => routes.ServiceProvider.GetRequiredService<OpenApiDescription>().HandleAsync(http);
        routes.MapMethods(OpenApiDescription.Path, ["GET", "HEAD"], http => faults.GuardAsync(http, describe)).ShortCircuit();
    }

    /// <summary>RFC 9110 §9.3.2: a HEAD may ask wherever a GET may. It meets the same role.</summary>
    static void AllowHead(EndpointBuilder route)
    {
        for (var i = 0; i < route.Metadata.Count; i++)
            if (route.Metadata[i] is HttpMethodMetadata { HttpMethods: ["GET"] }) route.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
    }
}
