using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Pools;

public sealed class PoolDirectoryTests
{
    readonly Pool root = new(PoolId.Default, "https://login.example");
    readonly MemoryUserPools pools = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    PoolDirectory Directory => new(root, pools);

    [Fact]
    public async Task The_root_is_always_there_and_no_row() => Assert.Same(root, await Directory.FindAsync(PoolId.Default, Ct));

    [Fact]
    public async Task A_live_hosted_pool_has_an_issuer_below_the_root()
    {
        var pool = pools.Put(UserPoolTests.Of());
        Assert.Equal(new Pool(pool.Id, "https://login.example/pools/" + pool.Id) { LongestLifetime = TimeSpan.FromHours(24) }, await Directory.FindAsync(pool.Id, Ct));
        pools.Put(pool with { CompatibleLifetime = true });
        Assert.Equal(TimeSpan.FromDays(184), (await Directory.FindAsync(pool.Id, Ct))?.LongestLifetime);
        Assert.Equal([root.Id, pool.Id], (await Directory.ListAsync(Ct)).Select(found => found.Id));
    }

    [Fact]
    public async Task We_are_the_issuer_of_no_other()
    {
        var pool = UserPoolTests.Of();
        Assert.Null(await Directory.FindAsync(pool.Id, Ct));
        foreach (var other in new[] { pool with { Disabled = true }, pool with { DeletedAt = World.Start }, UserPoolTests.Of(new() { JwksUri = "https://a.example" }) })
        {
            pools.Put(other);
            Assert.Null(await Directory.FindAsync(pool.Id, Ct));
            Assert.Equal([root], await Directory.ListAsync(Ct));
        }
    }
}
