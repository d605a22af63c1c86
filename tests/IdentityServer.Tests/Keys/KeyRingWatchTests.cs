using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Testing;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>How a node follows the keys in the database.</summary>
public sealed class KeyRingWatchTests(PostgresCluster postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_look_does_not_put_back_what_a_faster_one_has_replaced()
    {
        var database = await postgres.CreateDatabaseAsync(Ct);
        await using SimulatedNode node = new("node", database, new byte[MasterKey.Size], new(new(), TimeSpan.Zero));
        await using SimulatedNode other = new("other", database, new byte[MasterKey.Size], new(new(), TimeSpan.Zero));
        await node.MigrateAsync(Ct);
        await node.StartAsync(Ct);
        await other.StartAsync(Ct);

        await other.Get<KeyRotator>().ExtendAsync(PoolId.Default, Ct);
        var read = node.Wire.DelayNextList();
        var slow = node.LookAsync(Ct);
        await read;
        var successor = other.Get<KeyFactory>().Make(PoolId.Default, JwsAlgorithm.ES256);
        await other.Get<IKeyStore>().ChangeAsync(PoolId.Default, (change, _) =>
        {
            change.Add(successor);
            return true;
        }, Ct);
        var fast = node.LookAsync(Ct);
        await Task.WhenAny(fast, Task.Delay(300, Ct));
        node.Wire.Deliver();
        await Task.WhenAll(slow, fast);

        Assert.Contains(node.Ring.Keys, key => key.Kid == successor.Kid);
    }
}
