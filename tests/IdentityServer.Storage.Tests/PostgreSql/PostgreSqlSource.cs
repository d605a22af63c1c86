using IdentityServer.Storage.Tests.Fixture;
using IdentityServer.Testing;

[assembly: AssemblyFixture(typeof(IdentityServer.Storage.Tests.PostgreSql.PostgreSqlSource))]

namespace IdentityServer.Storage.Tests.PostgreSql;

/// <summary>Databases of a throwaway cluster.</summary>
public sealed class PostgreSqlSource : IDatabaseSource, IAsyncLifetime
{
    readonly PostgresCluster cluster = new();
    Node? shared;

    public string Provider => "PostgreSql";

    public Node Shared => shared ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        shared = new Node(Provider, await EmptyAsync());
        await shared.Get<IDatabase>().MigrateAsync(CancellationToken.None);
    }

    public async ValueTask<string> EmptyAsync() => await cluster.CreateDatabaseAsync();

    /// <summary>Not even the database is there.</summary>
    public async ValueTask<string> NothingAsync() => await cluster.NewConnectionStringAsync();

    public async ValueTask DisposeAsync()
    {
        if (shared is not null) await shared.DisposeAsync();
        Npgsql.NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
    }
}
