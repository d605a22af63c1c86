using System.Diagnostics;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Pools;

/// <summary>What one node does to a pool, all have heard of within a second.</summary>
public sealed class NodesTests(PostgresNodes nodes) : IClassFixture<PostgresNodes>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_pool_is_served_by_all_nodes_with_the_same_keys_and_a_disabled_one_by_none()
    {
        var here = await Realm.AddAsync(nodes.All[0]);
        var there = here.At(nodes.All[1]);
        // Both at once: of two nodes one makes the keys.
        var sets = await Task.WhenAll(here.GetAsync("/.well-known/jwks.json"), there.GetAsync("/.well-known/jwks.json"));
        Assert.All(sets, set => Assert.Equal(200, set.Status));
        await UntilAsync(async () => (await here.GetAsync("/.well-known/jwks.json")).Body == (await there.GetAsync("/.well-known/jwks.json")).Body);
        var code = await here.CodeAsync();
        var tokens = (await there.RedeemAsync(code)).Grants();
        Assert.Equal(200, (await here.UserInfoAsync(tokens.AccessToken)).Status);
        Assert.Equal(200, (await there.UserInfoAsync(tokens.AccessToken)).Status);

        await here.ChangeAsync(pool => pool with { Disabled = true });
        (await here.IntrospectAsync(tokens.AccessToken)).Refuses("not_found", 404);
        await UntilAsync(async () => (await there.IntrospectAsync(tokens.AccessToken)).Status == 404);
        foreach (var node in (Realm[])[here, there])
        {
            (await node.GetAsync("/.well-known/openid-configuration")).Refuses("not_found", 404);
            (await node.RefreshAsync(tokens.RefreshToken)).Refuses("not_found", 404);
        }

        await there.ChangeAsync(pool => pool with { Disabled = false });
        await UntilAsync(async () => (await here.UserInfoAsync(tokens.AccessToken)).Status == 200);
    }

    /// <summary>The promise is a second; a machine that tests something else beside gets a little more.</summary>
    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(3), "Nothing was heard of it.");
            await Task.Delay(50, Ct);
        }
    }
}
