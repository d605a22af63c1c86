using IdentityServer.Storage.Jobs;
using IdentityServer.Storage.Lanes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IdentityServer.Storage.Providers.PostgreSql;

internal static class PostgreSqlProvider
{
    public const string Name = "PostgreSql";

    public static void AddPostgreSql(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton<IDialect, PostgreSqlDialect>();
        services.AddSingleton<IContexts>(provider => new Contexts<PostgreSqlContext>(provider.ContextOptions<PostgreSqlContext>(options =>
            options.UseNpgsql(connectionString))));
        services.AddSingleton<IWriteLane, DirectWriteLane>();
        services.AddSingleton<IMigrationTurn>(new PostgreSqlMigrationTurn(connectionString));
        services.AddSingleton(new JobStore
        {
            Provider = Name,
            Connections = NpgsqlFactory.Instance,
            ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = JobStore.ApplicationName,
                MinPoolSize = 0,
                MaxPoolSize = JobStore.MostConnections,
            }.ConnectionString,
        });
    }
}
