using IdentityServer.Storage.Lanes;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityServer.Storage.Providers.Sqlite;

internal static class SqliteProvider
{
    public const string Name = "Sqlite";

    public static void AddSqlite(this IServiceCollection services, string connectionString)
    {
        var file = new SqliteFile(connectionString);
        services.AddSingleton<IDialect, SqliteDialect>();
        services.AddSingleton<IContexts>(provider => new SqliteContexts(provider.ContextOptions<SqliteContext>(options =>
            options.UseSqlite(file.ConnectionString).AddInterceptors(new SqliteConnectionSetup(), new PreparedStatements()))));
        services.AddSingleton<IWriteLane, SqliteWriteLane>();
        services.AddSingleton<IMigrationTurn>(new SqliteMigrationTurn(file));
    }
}
