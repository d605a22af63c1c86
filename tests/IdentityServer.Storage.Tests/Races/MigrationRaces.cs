using IdentityServer.Domain.Clients;
using IdentityServer.Storage.Tests.Fixture;
using IdentityServer.Storage.Tests.PostgreSql;
using IdentityServer.Storage.Tests.Sqlite;
using Microsoft.Data.Sqlite;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Races;

public sealed class MigrationRaces(SqliteSource sqlite, PostgreSqlSource postgres)
{
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task FirstBootAsync(string provider, string connectionString)
    {
        var nodes = Enumerable.Range(0, 5).Select(_ => new Node(provider, connectionString)).ToList();
        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.Get<IDatabase>().MigrateAsync(ct), ct)));
        foreach (var node in nodes)
        {
            Assert.True((await node.Get<IDatabase>().StateAsync(ct)).IsReady);
            await node.Get<IClientStore>().SaveAsync(Client(), ct);
        }
        Assert.Equal(5, (await nodes[0].Get<IClientStore>().ListAsync(Pool, ct)).Count);
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task Five_nodes_start_at_once_on_no_sqlite_file() => await FirstBootAsync(sqlite.Provider, await sqlite.EmptyAsync());

    [Fact]
    public async Task Five_nodes_start_at_once_on_an_empty_postgresql_database() =>
        await FirstBootAsync(postgres.Provider, await postgres.EmptyAsync());

    [Fact]
    public async Task Five_nodes_start_at_once_on_no_postgresql_database() =>
        await FirstBootAsync(postgres.Provider, await postgres.NothingAsync());

    [Fact]
    public async Task The_lock_row_of_a_killed_migration_is_cleared()
    {
        var connectionString = await sqlite.EmptyAsync();
        await using var node = new Node(sqlite.Provider, connectionString);
        await node.Get<IDatabase>().MigrateAsync(ct);
        await using (var raw = new SqliteConnection(connectionString))
        {
            await raw.OpenAsync(ct);
            await using var command = raw.CreateCommand();
            command.CommandText = """
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
                """;
            await command.ExecuteNonQueryAsync(ct);
        }
        await node.Get<IDatabase>().MigrateAsync(ct).WaitAsync(TimeSpan.FromSeconds(20), ct);
    }

    [Fact]
    public async Task The_file_and_its_new_directory_are_the_owners_alone()
    {
        var connectionString = await sqlite.EmptyAsync();
        await using var node = new Node(sqlite.Provider, connectionString);
        Assert.False((await node.Get<IDatabase>().StateAsync(ct)).IsReachable);
        await node.Get<IDatabase>().MigrateAsync(ct);
        await node.Get<IClientStore>().SaveAsync(Client(), ct);
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_schema_of_a_newer_version_is_seen_and_left_alone()
    {
        var connectionString = await sqlite.EmptyAsync();
        await using var node = new Node(sqlite.Provider, connectionString);
        await node.Get<IDatabase>().MigrateAsync(ct);
        await using (var raw = new SqliteConnection(connectionString))
        {
            await raw.OpenAsync(ct);
            await using var command = raw.CreateCommand();
            command.CommandText = "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '99.0')";
            await command.ExecuteNonQueryAsync(ct);
        }
        Assert.True((await node.Get<IDatabase>().StateAsync(ct)).IsNewer);
        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Get<IDatabase>().MigrateAsync(ct));
    }
}
