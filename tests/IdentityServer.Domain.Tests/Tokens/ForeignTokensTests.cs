using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Tests.AppUserIdTokens;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tests.TrustedIssuers;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

public sealed class ForeignTokensTests
{
    readonly TrustWorld world = new();

    static Pool PoolOf(string id) => new(new(id), "https://id.example/pools/" + id);

    async Task<bool> IsActiveAsync(Pool pool, string token) => await world.Foreign.FindAsync(pool, token, TrustWorld.Ct) is not null;

    [Fact]
    public async Task A_pool_believes_whom_its_organization_trusts()
    {
        world.Pools.Put(TokenWorld.NewPool("p", null) with { OrganizationId = TrustWorld.Globex });
        var (ci, sso) = (TrustWorld.Signed(TrustWorld.Claims()), TrustWorld.Signed(TrustWorld.SsoClaims(), TrustWorld.SsoKey));
        Assert.True(await IsActiveAsync(world.Root, ci));
        Assert.False(await IsActiveAsync(world.Root, sso));
        Assert.True(await IsActiveAsync(PoolOf("p"), sso));
        Assert.False(await IsActiveAsync(PoolOf("p"), ci));
        Assert.False(await IsActiveAsync(PoolOf("nobodys"), ci));
        Assert.False(await IsActiveAsync(world.Root, "x"));
    }

    [Fact]
    public async Task It_is_active_until_the_second_in_which_it_expires()
    {
        var token = TrustWorld.Signed(TrustWorld.Claims());
        world.Clock.Advance(TimeSpan.FromSeconds(3599));
        Assert.True(await IsActiveAsync(world.Root, token));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await IsActiveAsync(world.Root, token));
    }

    [Fact]
    public async Task It_is_told_with_our_user_id_and_little_else()
    {
        var token = TrustWorld.Signed(TrustWorld.Claims("\"email\":\"u@acme.example\",\"scope\":\"admin\"", times: "\"iat\":1800000000.5,\"exp\":1800003600"));
        var believed = (await world.Foreign.FindAsync(world.Root, token, TrustWorld.Ct))!;
        var json = World.Json(writer => ForeignTokens.Write(writer, believed));
        Assert.Equal(["iss", "sub", "aud", "exp", "iat", "token_type"], World.Names(json));
        Assert.Equal(("acme/site|main", 1_800_003_600, 1_800_000_000), (json.GetProperty("sub").GetString(), json.GetProperty("exp").GetInt64(), json.GetProperty("iat").GetInt64()));
    }
}
