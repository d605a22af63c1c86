using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using IdentityServer.Testing;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>A database that is not there has one name, whatever its driver says.</summary>
public sealed class OutageTests
{
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task AssertUnavailableAsync(Node node)
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(() => node.Get<IUserStore>().FindAsync(Pool, new("u"), ct).AsTask());
        await Assert.ThrowsAsync<StorageUnavailableException>(() => node.Get<IUserStore>().ListAsync(Pool, 0, 1, ct).AsTask());
        await Assert.ThrowsAsync<StorageUnavailableException>(() => node.Get<IUserStore>().AddAsync(User(), ct).AsTask());
        await Assert.ThrowsAsync<StorageUnavailableException>(() => node.Get<IUserStore>().CountFailureAsync(Pool, new("u"), ct).AsTask());
        var state = await node.Get<IDatabase>().StateAsync(ct);
        Assert.False(state.IsReachable);
        Assert.False(state.IsReady);
    }

    [Fact]
    public async Task A_sqlite_file_that_is_not_there()
    {
        await using var node = new Node("Sqlite", $"Data Source={Path.Combine(Path.GetTempPath(), NewId(), "idp.db")}");
        await AssertUnavailableAsync(node);
    }

    [Fact]
    public async Task A_sql_server_that_refuses_the_connection()
    {
        await using var node = new Node("SqlServer", "Server=tcp:127.0.0.1,1;Connect Timeout=2;ConnectRetryCount=0;Encrypt=false;User Id=sa;Password=x");
        await AssertUnavailableAsync(node);
    }

    [Fact]
    public async Task A_postgresql_server_that_crashes()
    {
        await using var cluster = new PostgresCluster();
        await using var node = new Node("PostgreSql", await cluster.NewConnectionStringAsync(ct));
        await node.Get<IDatabase>().MigrateAsync(ct);
        await node.Get<IRevokedTokenStore>().AddAsync(Pool, "jti", Now, ct);
        Assert.True((await node.Get<IDatabase>().StateAsync(ct)).IsReady);
        await cluster.StopAsync(ct);
        await AssertUnavailableAsync(node);
    }

    [Theory]
    [InlineData("sqlite", "Data Source=x.db", "Idp:Database:Provider")]
    [InlineData("", "", "Idp:Database:Provider")]
    [InlineData("Sqlite", "Data Source=:memory:", "Idp:Database:ConnectionString")]
    [InlineData("Sqlite", "", "Idp:Database:ConnectionString")]
    public void What_cannot_work_is_refused_by_the_name_of_its_setting(string provider, string connectionString, string setting) =>
        Assert.Contains(setting, Assert.Throws<ArgumentException>(() => new ServiceCollection().AddIdpStorage(provider, connectionString)).Message, StringComparison.Ordinal);
}
