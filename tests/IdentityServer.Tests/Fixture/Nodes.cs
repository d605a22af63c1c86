using System.Security.Cryptography;
using IdentityServer.Testing;
using Xunit;

namespace IdentityServer.Tests.Fixture;

/// <summary>The nodes of one installation, over one database. A class fixture, so that a start is paid once per class.</summary>
public abstract class Nodes : IAsyncLifetime
{
    List<IdpApp> all = [];

    public IReadOnlyList<IdpApp> All => all;

    public IdpApp First => all[0];

    /// <summary>The node that answers the n-th of several requests: each its share.</summary>
    public IdpApp this[int n] => all[n % all.Count];

    public async ValueTask InitializeAsync() => all = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        for (var i = all.Count - 1; i >= 0; i--) await all[i].DisposeAsync();
    }

    protected abstract Task<List<IdpApp>> StartAsync();
}

/// <summary>SQLite has one node.</summary>
public sealed class SqliteNode : Nodes
{
    protected override async Task<List<IdpApp>> StartAsync() => [await IdpApp.StartAsync()];
}

/// <summary>Two nodes on a PostgreSQL of their own, with the master key as a setting, as a cluster has it.</summary>
public sealed class PostgresNodes(PostgresCluster cluster) : Nodes
{
    public PostgresCluster Cluster => cluster;

    /// <summary>The connection string.</summary>
    public string Database { get; private set; } = "";

    protected override async Task<List<IdpApp>> StartAsync()
    {
        Database = await cluster.CreateDatabaseAsync();
        var first = await IdpApp.StartAsync(new Dictionary<string, string>
        {
            ["Idp:Database:Provider"] = "PostgreSql",
            ["Idp:Database:ConnectionString"] = Database,
            ["Idp:Database:MigrateOnStart"] = "true",
            ["Idp:Keys:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        });
        return [first, first.Join()];
    }
}
