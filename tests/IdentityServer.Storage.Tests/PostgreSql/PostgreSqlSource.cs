using IdentityServer.Storage.Tests.Fixture;
using IdentityServer.Tests.Shared;

[assembly: AssemblyFixture(typeof(IdentityServer.Storage.Tests.PostgreSql.PostgreSqlSource))]

namespace IdentityServer.Storage.Tests.PostgreSql;

/// <summary>Databases of a throwaway cluster.</summary>
public sealed class PostgreSqlSource : IDatabaseSource, IAsyncLifetime
{
    PostgresCluster? cluster;
    Node? shared;

    public string Provider => "PostgreSql";

    public Node Shared => shared ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        cluster = await PostgresCluster.StartAsync();
        shared = new Node(Provider, await EmptyAsync());
        await shared.Get<IDatabase>().MigrateAsync(CancellationToken.None);
    }

    public async ValueTask<string> EmptyAsync() => await cluster!.CreateDatabaseAsync();

    /// <summary>Not even the database is there.</summary>
    public string Nothing() => cluster!.NewConnectionString();

    public async ValueTask DisposeAsync()
    {
        if (shared is not null) await shared.DisposeAsync();
        Npgsql.NpgsqlConnection.ClearAllPools();
        if (cluster is not null) await cluster.DisposeAsync();
    }
}
