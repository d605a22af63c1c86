using IdentityServer.Domain.Keys;
using IdentityServer.Storage.Tests.Fixture;
using static IdentityServer.Storage.Tests.Fixture.Rows;

namespace IdentityServer.Storage.Tests.Contracts;

/// <summary>What nodes have counted of their keys.</summary>
public abstract class KeyLedgersContract(IDatabaseSource source)
{
    readonly ITokenCountStore counts = source.Shared.Get<ITokenCountStore>();
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
}
