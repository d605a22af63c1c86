using IdentityServer.Domain.Primitives;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class TokenPoolsTests
{
    readonly TokenWorld world = new();

    async Task<(string? Pool, string? Client, string? Flaw)> FindAsync(string? client, string? pool, string organization = Acme)
    {
        var named = await world.Named.FindAsync(organization, client is null ? null : new ClientId(client), pool is null ? null : new PoolId(pool), Ct);
        return (named.Pool?.Id.Value, named.Client?.Id.Value, named.Flaw?.Code);
    }

    [Fact]
    public async Task A_pool_is_meant_by_its_id_its_client_or_nothing()
    {
        Assert.Equal(("pool-inline", null, null), await FindAsync(null, "pool-inline"));
        Assert.Equal(("pool-inline", "inline-app", null), await FindAsync("inline-app", null));
        Assert.Equal(("pool-inline", "inline-app", null), await FindAsync("inline-app", "pool-inline"));
        Assert.Equal(("pool-hosted", null, null), await FindAsync(null, null));
        Assert.Equal(("pool-globex", null, null), await FindAsync(null, null, Globex));
    }

    [Fact]
    public async Task Of_another_organization_nothing_is_known()
    {
        Assert.Equal((null, null, "pool_unknown"), await FindAsync(null, "pool-globex"));
        Assert.Equal((null, null, "client_unknown"), await FindAsync("app", null, Globex));
        Assert.Equal((null, null, "pool_unknown"), await FindAsync(null, null, "org-empty"));
        // A client that stands in a pool of somebody else's, by whatever accident, opens it to nobody.
        world.Clients.Put(NewClient("stray", world.OtherHosted.Id));
        Assert.Equal((null, null, "pool_unknown"), await FindAsync("stray", null));
    }

    [Fact]
    public async Task A_client_that_has_no_say_is_told_so()
    {
        world.Clients.Put(NewClient("app-off", world.Hosted.Id, disabled: true));
        Assert.Equal((null, null, "client_is_a_service"), await FindAsync("service", null));
        Assert.Equal((null, null, "client_disabled"), await FindAsync("app-off", null));
        Assert.Equal((null, null, "pool_of_another_client"), await FindAsync("app", "pool-inline"));
        world.Pools.Put(world.Hosted with { Disabled = true });
        Assert.Equal(("pool-hosted", "app", "pool_disabled"), await FindAsync("app", null));
    }

    [Fact]
    public async Task The_audience_is_the_pool_or_an_application_of_it()
    {
        Assert.True(await world.Named.IsAudienceOfAsync(world.Hosted, "pool-hosted", Ct));
        Assert.True(await world.Named.IsAudienceOfAsync(world.Hosted, "app", Ct));
        Assert.False(await world.Named.IsAudienceOfAsync(world.Hosted, "inline-app", Ct));
        Assert.False(await world.Named.IsAudienceOfAsync(world.Hosted, "service", Ct));
    }
}
