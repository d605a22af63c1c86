using IdentityServer.Storage.Jobs;
using IdentityServer.Storage.Lanes;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityServer.Storage.Providers.SqlServer;

internal static class SqlServerProvider
{
    public const string Name = "SqlServer";

    public static void AddSqlServer(this IServiceCollection services, string connectionString)
    {
        // Read now, so that a wrong one stops the start.
        connectionString = new SqlConnectionStringBuilder(connectionString).ConnectionString;
        services.AddSingleton<IDialect, SqlServerDialect>();
        services.AddSingleton<IContexts>(provider => new Contexts<SqlServerContext>(provider.ContextOptions<SqlServerContext>(options =>
            options.UseSqlServer(connectionString))));
        services.AddSingleton<IWriteLane, DirectWriteLane>();
        services.AddSingleton<IMigrationTurn, SqlServerMigrationTurn>();
        services.AddSingleton(new JobStore
        {
            Provider = Name,
            Connections = SqlClientFactory.Instance,
            ConnectionString = new SqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = JobStore.ApplicationName,
                MinPoolSize = 0,
                MaxPoolSize = JobStore.MostConnections,
            }.ConnectionString,
        });
    }
}
