using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.AppUserIdTokens;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Organizations;

public sealed class PoolOrganizationsTests
{
    readonly MemoryOrganizations organizations = new();
    readonly MemoryUserPools pools = new();

    void Add(string id, bool owner) => organizations.Put(new() { Id = id, Name = id, CreatedAt = World.Start, IsOwner = owner });

    [Fact]
    public async Task The_root_is_the_owners_as_soon_as_there_is_one()
    {
        var owners = new PoolOrganizations(organizations, pools);
        Assert.Null(await owners.OfAsync(PoolId.Default, World.Ct));
        Add("org-1", false);
        Assert.Null(await owners.OfAsync(PoolId.Default, World.Ct));
        Add("org-2", true);
        Assert.Equal("org-2", await owners.OfAsync(PoolId.Default, World.Ct));
        Assert.Equal("org-2", await owners.OfAsync(PoolId.Default, World.Ct));
    }

    [Fact]
    public async Task A_hosted_pool_is_its_organizations_and_an_unknown_one_nobodys()
    {
        var pool = pools.Put(TokenWorld.NewPool("pool-1", null));
        var owners = new PoolOrganizations(organizations, pools);
        Assert.Equal(TokenWorld.Acme, await owners.OfAsync(pool.Id, World.Ct));
        Assert.Null(await owners.OfAsync(new("pool-2"), World.Ct));
    }
}
