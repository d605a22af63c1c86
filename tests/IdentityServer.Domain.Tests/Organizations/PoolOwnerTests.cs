using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.AppUserIdTokens;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tests.TrustedIssuers;
using Xunit;

namespace IdentityServer.Domain.Tests.Organizations;

public sealed class PoolOwnerTests
{
    readonly TrustWorld world = new();

    [Fact]
    public async Task The_root_is_the_owners_and_another_pool_says_whose_it_is()
    {
        world.Pools.Put(TokenWorld.NewPool("p", null) with { OrganizationId = TrustWorld.Globex });
        Assert.Equal(TrustWorld.Acme, await world.Owner.OfAsync(PoolId.Default, TrustWorld.Ct));
        Assert.Equal(TrustWorld.Acme, await world.Owner.OfAsync(PoolId.Default, TrustWorld.Ct));
        Assert.Equal(TrustWorld.Globex, await world.Owner.OfAsync(new("p"), TrustWorld.Ct));
        Assert.Null(await world.Owner.OfAsync(new("q"), TrustWorld.Ct));
    }

    [Fact]
    public async Task Before_there_is_an_organization_nobody_owns_the_root()
    {
        MemoryOrganizations organizations = new();
        PoolOwner owner = new(world.Root, world.Pools, organizations);
        Assert.Null(await owner.OfAsync(PoolId.Default, TrustWorld.Ct));
        organizations.Put(new() { Id = "o", Name = "O", CreatedAt = TokenWorld.Start, IsOwner = true });
        Assert.Equal("o", await owner.OfAsync(PoolId.Default, TrustWorld.Ct));
    }
}
