using IdentityServer.Storage.Lanes;
using Microsoft.Extensions.DependencyInjection;

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
    }
}
