using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Sessions;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Audit;
using IdentityServer.Storage.Authorize;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Clients;
using IdentityServer.Storage.Connections;
using IdentityServer.Storage.Consents;
using IdentityServer.Storage.Grants;
using IdentityServer.Storage.Keys;
using IdentityServer.Storage.Lanes;
using IdentityServer.Storage.Organizations;
using IdentityServer.Storage.Pools;
using IdentityServer.Storage.Protection;
using IdentityServer.Storage.Providers.PostgreSql;
using IdentityServer.Storage.Providers.Sqlite;
using IdentityServer.Storage.Providers.SqlServer;
using IdentityServer.Storage.RemoteKeys;
using IdentityServer.Storage.Resources;
using IdentityServer.Storage.Sessions;
using IdentityServer.Storage.Tokens;
using IdentityServer.Storage.TrustedIssuers;
using IdentityServer.Storage.Users;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IdentityServer.Storage;

/// <summary>Puts the archive behind the ports of the Domain.</summary>
public static class StorageSetup
{
    /// <summary>
    /// Registers every store as a singleton. A <see cref="TimeProvider"/> has to be there. The schema is not touched:
    /// that is <see cref="IDatabase.MigrateAsync"/>.
    /// </summary>
    /// <param name="provider">Sqlite, SqlServer or PostgreSql.</param>
    public static IServiceCollection AddIdpStorage(this IServiceCollection services, string provider, string connectionString)
    {
        switch (provider)
        {
            case SqliteProvider.Name: services.AddSqlite(connectionString); break;
            case SqlServerProvider.Name: services.AddSqlServer(connectionString); break;
            case PostgreSqlProvider.Name: services.AddPostgreSql(connectionString); break;
            default:
                throw new ArgumentException(
                    $"Idp:Database:Provider is '{provider}'; it has to be {SqliteProvider.Name}, {SqlServerProvider.Name} or {PostgreSqlProvider.Name}.",
                    nameof(provider));
        }

        services.AddSingleton<Archive>();
        services.AddSingleton<IDatabase>(found => new Database(
            provider, found.GetRequiredService<IContexts>(), found.GetRequiredService<IDialect>(), found.GetRequiredService<IMigrationTurn>()));
        services.AddSingleton<IPruning, Pruning>();

        services.AddSingleton<Catalogue>();
        services.AddSingleton(found => new CatalogueWatch(
            found.GetRequiredService<Archive>(), found.GetRequiredService<Catalogue>(), found.GetRequiredService<TimeProvider>(),
            found.GetService<ILogger<CatalogueWatch>>() ?? NullLogger<CatalogueWatch>.Instance));
        services.AddSingleton<IHostedService>(found => found.GetRequiredService<CatalogueWatch>());

        services.AddSingleton<ClientStore>().AddSingleton<SdkClientStore>();
        services.AddSingleton<IClientStore, CachedClientStore>();
        services.AddSingleton<IResourceStore, ResourceStore>();
        services.AddSingleton<IOrganizationStore, OrganizationStore>();
        services.AddSingleton<IApiKeyStore, ApiKeyStore>();
        services.AddSingleton<IMemberSessionStore, MemberSessionStore>();
        services.AddSingleton<IUserPoolStore, UserPoolStore>();
        services.AddSingleton<ISeenUserStore, SeenUserStore>();
        services.AddSingleton<IRemoteKeyStore, RemoteKeyStore>();
        services.AddSingleton<IKeptAnswers, KeptAnswers>();
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<ISessionStore, SessionStore>();
        services.AddSingleton<IConsentStore, ConsentStore>();
        services.AddSingleton<IAuthorizeTransactionStore, AuthorizeTransactionStore>();
        services.AddSingleton<ITokenFamilyStore, TokenFamilyStore>();
        services.AddSingleton<IRevokedTokenStore, RevokedTokenStore>();
        services.AddSingleton<ISpentTokenStore, SpentTokenStore>();
        services.AddSingleton<ITrustedIssuerStore, TrustedIssuerStore>();
        services.AddSingleton<IConnectionStore, ConnectionStore>();
        services.AddSingleton<IUpstreamIdentityStore, UpstreamIdentityStore>();
        services.AddSingleton<IKeyStore, KeyStore>();
        services.AddSingleton<ITokenCountStore, TokenCountStore>();
        services.AddSingleton<IJwksReaderStore, JwksReaderStore>();
        services.AddSingleton<ISealedRows, SealedRows>();
        services.AddSingleton<IXmlRepository, DataProtectionStore>();

        services.AddSingleton<UserStore>();
        services.AddSingleton<IUserStore>(found => found.GetRequiredService<UserStore>());
        // Before AddIdentityCore, which only fills what is missing.
        services.Replace(ServiceDescriptor.Singleton<ILookupNormalizer, LookupNormalizer>());
        services.AddScoped<PoolOfScope>().AddScoped<IUserStore<User>, IdentityUserStore>();
        return services;
    }
}
