using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Keys;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>What nodes have counted of their keys.</summary>
public abstract class KeyLedgersContract(IDatabaseSource source)
{
    readonly ITokenCountStore counts = source.Shared.Get<ITokenCountStore>();
    readonly IJwksReaderStore readers = source.Shared.Get<IJwksReaderStore>();
    readonly CancellationToken ct = TestContext.Current.CancellationToken;
    readonly PoolId pool = new("ledger-" + NewId()[..13]);

    TokenCount Count(string node, int minutes, params (string Client, long Count)[] of) =>
        TokenCount(pool, node, Now.AddMinutes(minutes), of);

    async Task<(string, long)[]> LiveAsync(int minutes, string kid = "k1") =>
        [.. (await counts.LiveAsync(pool, kid, Now.AddMinutes(minutes), ct)).Select(pair => (pair.Key, pair.Value))];

    [Fact]
    public async Task A_node_overwrites_its_own_counts_and_all_nodes_sum_up()
    {
        await counts.SaveAsync(pool, [Count("n1", 5, ("web", 1)), Count("n1", 60, ("web", 1), ("spa", 2))], ct);
        await counts.SaveAsync(pool, [Count("n1", 5, ("web", 10), ("m2m", 1)), Count("n1", 6, ("web", 100))], ct);
        await counts.SaveAsync(pool, [Count("n2", 5, ("web", 1000))], ct);
        Assert.Equal([("m2m", 1), ("spa", 2), ("web", 1111)], await LiveAsync(0));
        Assert.Empty(await LiveAsync(0, "k2"));
        Assert.Empty(await counts.LiveAsync(new(pool + "x"), "k1", Now, ct));
    }

    [Fact]
    public async Task What_has_expired_does_not_count()
    {
        await counts.SaveAsync(pool, [Count("n1", 5, ("web", 1)), Count("n1", 6, ("web", 10))], ct);
        Assert.Equal([("web", 11)], await LiveAsync(4));
        Assert.Equal([("web", 10)], await LiveAsync(5));
        Assert.Empty(await LiveAsync(6));
    }

    [Fact]
    public async Task A_reader_is_added_once_and_its_times_only_move_forward()
    {
        var first = Reader(pool, "203.0.113.0/24", Now, Now.AddDays(-1));
        await readers.SaveAsync(pool, [first, Reader(pool, "web", Now, Now, isClient: true)], ct);
        Assert.Equivalent(first, Assert.Single((await readers.ListAsync(pool, Now, ct)).Readers, row => !row.IsClient), strict: true);

        await readers.SaveAsync(pool, [Reader(pool, "203.0.113.0/24", Now.AddMinutes(2), Now.AddDays(-2))], ct);
        await readers.SaveAsync(pool, [Reader(pool, "203.0.113.0/24", Now.AddMinutes(1), Now)], ct);
        var row = Assert.Single((await readers.ListAsync(pool, Now.AddMinutes(2), ct)).Readers);
        Assert.Equal((Now, Now.AddMinutes(2), Now), (row.FirstSeenAt, row.LastSeenAt, row.KeysAnnouncedAt));
        Assert.Equal(2, (await readers.ListAsync(pool, Now, ct)).Readers.Count);
        Assert.Empty((await readers.ListAsync(new(pool + "x"), Now, ct)).Readers);
    }

    [Fact]
    public async Task A_client_may_be_called_like_a_range()
    {
        await readers.SaveAsync(pool, [Reader(pool, "203.0.113.0/24", Now, Now), Reader(pool, "203.0.113.0/24", Now, Now, isClient: true)], ct);
        Assert.Equal(2, (await readers.ListAsync(pool, Now, ct)).Readers.Count);
    }

    [Fact]
    public async Task A_client_is_behind_a_range_once()
    {
        await readers.SaveAsync(pool, [Range(pool, "web", Now), Range(pool, "api", Now)], ct);
        await readers.SaveAsync(pool, [Range(pool, "web", Now.AddDays(1))], ct);
        await readers.SaveAsync(pool, [Range(pool, "web", Now)], ct);
        Assert.Equal(2, (await readers.ListAsync(pool, Now, ct)).Ranges.Count);
        Assert.Equivalent(Range(pool, "web", Now.AddDays(1)), Assert.Single((await readers.ListAsync(pool, Now.AddDays(1), ct)).Ranges), strict: true);
    }

    [Fact]
    public async Task Many_nodes_may_note_the_same_readers_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(node => Task.Run(async () =>
            await readers.SaveAsync(pool, [.. Enumerable.Range(0, 150).Select(i => Reader(pool, $"203.0.{(i + (node * 50)) % 150}.0/24", Now.AddMinutes(node), Now))], ct))));
        var rows = (await readers.ListAsync(pool, Now.AddMinutes(5), ct)).Readers;
        Assert.Equal(150, rows.Count);
    }

    [Fact]
    public async Task A_client_that_is_removed_is_not_waited_for()
    {
        var client = Client(pool: pool);
        await source.Shared.Get<IClientStore>().SaveAsync(client, ct);
        await readers.SaveAsync(pool, [Reader(pool, client.Id.Value, Now, Now, isClient: true), Reader(pool, "203.0.113.0/24", Now, Now)], ct);
        await readers.SaveAsync(pool, [Range(pool, client.Id.Value, Now)], ct);
        await source.Shared.Get<IClientStore>().RemoveAsync(pool, client.Id, Now, ct);
        var left = await readers.ListAsync(pool, Now, ct);
        Assert.False(Assert.Single(left.Readers).IsClient);
        Assert.Empty(left.Ranges);
    }
}
