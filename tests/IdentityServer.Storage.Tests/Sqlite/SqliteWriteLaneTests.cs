using System.Diagnostics;
using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Tokens;
using IdentityServer.Domain.Users;
using IdentityServer.Storage.Tests.Fixture;
using Microsoft.Data.Sqlite;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Sqlite;

public sealed class SqliteWriteLaneTests(SqliteSource source)
{
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<(Node, string)> NodeAsync()
    {
        var connectionString = await source.EmptyAsync();
        var node = new Node(source.Provider, connectionString);
        await node.Get<IDatabase>().MigrateAsync(ct);
        return (node, connectionString);
    }

    [Fact]
    public async Task Those_that_fail_in_a_batch_fail_alone()
    {
        var (owned, _) = await NodeAsync();
        await using var node = owned;
        var users = node.Get<IUserStore>();
        var added = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await users.AddAsync(User($"user-{i % 200}"), ct), ct)));
        Assert.Equal(200, added.Count(won => won));
        Assert.Equal(200, (await users.ListAsync(Pool, 0, 1000, ct)).Count);
    }

    [Fact]
    public async Task Where_too_many_wait_the_next_is_told_at_once_and_those_who_wait_are_served()
    {
        var (owned, connectionString) = await NodeAsync();
        await using var node = owned;
        var revoked = node.Get<IRevokedTokenStore>();
        await using var other = new SqliteConnection(connectionString);
        await other.OpenAsync(ct);
        await using var transaction = other.BeginTransaction();

        // More than the lane's queue holds, while another process keeps it from writing any.
        var writes = Enumerable.Range(0, 6000).Select(i => revoked.AddAsync(Pool, $"jti-{i}", Now, ct).AsTask()).ToArray();
        var refused = writes.Where(write => write.IsFaulted).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, write => Assert.IsType<StorageUnavailableException>(write.Exception!.InnerException));

        await transaction.CommitAsync(ct);
        await Task.WhenAll(writes.Except(refused));
        Assert.True(await revoked.ContainsAsync(Pool, "jti-0", ct));
        Assert.False(await revoked.ContainsAsync(Pool, "jti-5999", ct));
    }

    [Fact]
    public async Task A_write_waits_for_another_process_and_then_passes()
    {
        var (owned, connectionString) = await NodeAsync();
        await using var node = owned;
        await using var other = new SqliteConnection(connectionString);
        await other.OpenAsync(ct);
        await using var transaction = other.BeginTransaction();
        var write = node.Get<IRevokedTokenStore>().AddAsync(Pool, "jti", Now, ct).AsTask();
        await Task.Delay(1500, ct);
        Assert.False(write.IsCompleted);
        Assert.False(await node.Get<IRevokedTokenStore>().ContainsAsync(Pool, "jti", ct));
        await transaction.CommitAsync(ct);
        await write;
        Assert.True(await node.Get<IRevokedTokenStore>().ContainsAsync(Pool, "jti", ct));
    }

    [Fact]
    public async Task A_write_that_waits_too_long_finds_the_storage_unavailable_and_the_next_one_passes()
    {
        var (owned, connectionString) = await NodeAsync();
        await using var node = owned;
        var revoked = node.Get<IRevokedTokenStore>();
        await using var other = new SqliteConnection(connectionString);
        await other.OpenAsync(ct);
        await using (other.BeginTransaction())
        {
            var watch = Stopwatch.StartNew();
            await Assert.ThrowsAsync<StorageUnavailableException>(() => revoked.AddAsync(Pool, "jti", Now, ct).AsTask());
            Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        }
        await revoked.AddAsync(Pool, "jti", Now, ct);
    }

    [Fact]
    public async Task Closing_writes_what_is_queued_and_takes_no_more()
    {
        var (node, connectionString) = await NodeAsync();
        var families = node.Get<ITokenFamilyStore>();
        var user = User();
        var writes = Enumerable.Range(0, 300).Select(_ => families.AddAsync(Family(user), ct).AsTask()).ToList();
        await node.DisposeAsync();
        await Task.WhenAll(writes);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => families.AddAsync(Family(user), ct).AsTask());

        await using var raw = new SqliteConnection(connectionString);
        await raw.OpenAsync(ct);
        await using var count = raw.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM TokenFamilies";
        Assert.Equal(300L, await count.ExecuteScalarAsync(ct));
    }

    [Fact]
    public async Task A_write_given_up_before_its_turn_is_not_made()
    {
        var (owned, connectionString) = await NodeAsync();
        await using var node = owned;
        await using var other = new SqliteConnection(connectionString);
        await other.OpenAsync(ct);
        using var cancel = new CancellationTokenSource();
        Task write;
        await using (other.BeginTransaction())
        {
            write = node.Get<IRevokedTokenStore>().AddAsync(Pool, "jti", Now, cancel.Token).AsTask();
            await Task.Delay(200, ct);
            await cancel.CancelAsync();
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.False(await node.Get<IRevokedTokenStore>().ContainsAsync(Pool, "jti", ct));
    }

    [Fact]
    public async Task The_file_is_in_wal_mode_and_each_connection_flushes_fully_and_checks_foreign_keys()
    {
        var (owned, _) = await NodeAsync();
        await using var node = owned;
        await using var context = node.Get<Lanes.IContexts>().Open(Pool);
        async Task<string> PragmaAsync(string name)
        {
            await using var command = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(context.Database).CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return $"{await command.ExecuteScalarAsync(ct)}";
        }
        Assert.Equal("wal", await PragmaAsync("journal_mode"));
        Assert.Equal("2", await PragmaAsync("synchronous"));
        Assert.Equal("1", await PragmaAsync("foreign_keys"));
        Assert.Equal("5000", await PragmaAsync("busy_timeout"));
    }
}
