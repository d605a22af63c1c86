using IdentityServer.Storage.Tests.Fixture;

[assembly: AssemblyFixture(typeof(IdentityServer.Storage.Tests.Sqlite.SqliteSource))]

namespace IdentityServer.Storage.Tests.Sqlite;

/// <summary>SQLite files in a temporary directory.</summary>
public sealed class SqliteSource : IDatabaseSource, IAsyncLifetime
{
    readonly string directory = Directory.CreateTempSubdirectory("idp-storage-").FullName;
    Node? shared;
    int files;

    public string Provider => "Sqlite";

    public Node Shared => shared ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        shared = new Node(Provider, await EmptyAsync());
        await shared.Get<IDatabase>().MigrateAsync(CancellationToken.None);
    }

    public ValueTask<string> EmptyAsync() =>
        new($"Data Source={Path.Combine(directory, $"{Interlocked.Increment(ref files)}", "idp.db")}");

    public async ValueTask DisposeAsync()
    {
        if (shared is not null) await shared.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
    }
}
