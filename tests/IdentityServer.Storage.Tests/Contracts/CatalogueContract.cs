using IdentityServer.Domain.Clients;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>Two nodes over one database, each with its snapshot.</summary>
public abstract class CatalogueContract(IDatabaseSource source)
{
    readonly CancellationToken ct = TestContext.Current.CancellationToken;

    async Task<(Node, Node, Clock)> TwoAsync()
    {
        var connectionString = await source.EmptyAsync();
        var clock = new Clock();
        var (one, two) = (new Node(source.Provider, connectionString, clock), new Node(source.Provider, connectionString, clock));
        await one.Get<IDatabase>().MigrateAsync(ct);
        return (one, two, clock);
    }

    [Fact]
    public async Task A_change_on_one_node_is_seen_on_the_other_after_its_next_look()
    {
        var (one, two, _) = await TwoAsync();
        await using var first = one;
        await using var second = two;
        var client = Client();
        await one.Get<IClientStore>().SaveAsync(client, ct);
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.NotNull(await two.Get<IClientStore>().FindAsync(Pool, client.Id, ct));

        Assert.True(await one.Get<IClientStore>().RemoveAsync(Pool, client.Id, Now, ct));
        Assert.NotNull(await two.Get<IClientStore>().FindAsync(Pool, client.Id, ct));
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.Null(await two.Get<IClientStore>().FindAsync(Pool, client.Id, ct));
    }

    [Fact]
    public async Task A_snapshot_that_the_database_has_not_confirmed_for_a_minute_is_not_used()
    {
        var (one, two, clock) = await TwoAsync();
        await using var first = one;
        await using var second = two;
        var client = Client();
        await one.Get<IClientStore>().SaveAsync(client, ct);
        await two.Get<CatalogueWatch>().LookAsync(ct);
        Assert.NotNull(await two.Get<IClientStore>().FindAsync(Pool, client.Id, ct));
        await one.Get<IClientStore>().RemoveAsync(Pool, client.Id, Now, ct);

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await two.Get<IClientStore>().FindAsync(Pool, client.Id, ct));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await two.Get<IClientStore>().FindAsync(Pool, client.Id, ct));
    }

    [Fact]
    public async Task A_known_client_costs_no_task_and_no_allocation()
    {
        var (one, two, _) = await TwoAsync();
        await using var first = one;
        await using var second = two;
        var client = Client();
        var clients = one.Get<IClientStore>();
        await clients.SaveAsync(client, ct);
        await one.Get<CatalogueWatch>().LookAsync(ct);
        await clients.FindAsync(Pool, client.Id, ct);

        // An await that left this thread, or a task that was made, would show. The least of some runs: the runtime itself
        // allocates now and then while it compiles the loop anew.
        var least = long.MaxValue;
        var thread = Environment.CurrentManagedThreadId;
        for (var run = 0; run < 10; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++) await clients.FindAsync(Pool, client.Id, ct);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
    }
}
