using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

public sealed class AccessTokenProfileTests
{
    readonly World world = new();

    [Fact]
    public async Task A_users_token_has_the_claims_of_RFC_9068_and_no_more()
    {
        var claims = World.Part((await world.TokensAsync("openid email")).AccessToken);
        Assert.Equal(["iss", "sub", "aud", "client_id", "iat", "exp", "jti", "scope", "auth_time", "acr", "sid"], World.Names(claims));
        Assert.Equal("https://id.example", claims.GetProperty("iss").GetString());
        Assert.Equal("sub-of-alice", claims.GetProperty("sub").GetString());
        Assert.Equal("https://id.example", claims.GetProperty("aud").GetString());
        Assert.Equal("web", claims.GetProperty("client_id").GetString());
        Assert.Equal(World.Start.ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.Equal(World.Start.ToUnixTimeSeconds() + 300, claims.GetProperty("exp").GetInt64());
        Assert.Equal(World.Start.ToUnixTimeSeconds() - 60, claims.GetProperty("auth_time").GetInt64());
        Assert.Equal("openid email", claims.GetProperty("scope").GetString());
        Assert.Equal("sid-1", claims.GetProperty("sid").GetString());
        Assert.Equal(world.Families.Only.Id, AccessTokenId.Family(claims.GetProperty("jti").GetString()!));
    }

    [Fact]
    public async Task Several_audiences_are_an_array()
    {
        world.AddApi();
        var claims = World.Part((await world.TokensAsync("openid orders.read")).AccessToken);
        Assert.Equal(["https://orders.example", "https://id.example"], claims.GetProperty("aud").EnumerateArray().Select(one => one.GetString()));
    }
}
