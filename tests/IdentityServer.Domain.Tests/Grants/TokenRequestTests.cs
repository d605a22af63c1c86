using IdentityServer.Domain.Grants;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

public sealed class TokenRequestTests
{
    readonly World world = new();

    async Task<TokenRequest> RequestAsync(string idTokenAlgorithm = "RS256", string? resource = null, params string[] without) => new(
        world.Pool, Rings.Ring(PoolId.Default, without), World.NewClient("web", idTokenAlgorithm: idTokenAlgorithm), World.Form(("code", "x"), ("resource", resource)),
        await world.Resources.AllAsync(PoolId.Default, World.Ct), World.Start);

    [Fact]
    public async Task Parameters_are_read_by_name()
    {
        var request = await RequestAsync();
        Assert.Equal("x", request["code"]);
        Assert.Null(request["scope"]);
    }

    [Fact]
    public async Task An_audience_without_a_key_to_sign_for_it_is_refused_beforehand()
    {
        world.AddApi(algorithm: "PS256");
        Assert.Equal(["https://id.example"], (await RequestAsync()).Audience(World.Scope("openid"), []).Value().Audience);
        Assert.Equal(Reason.KeysUnavailable, (await RequestAsync()).Audience(World.Scope("orders.read"), []).Reason());
        Assert.Equal(Reason.KeysUnavailable, (await RequestAsync(without: "RS256")).Audience(World.Scope("openid"), []).Reason());
        Assert.Null((await RequestAsync(without: "RS256")).Audience(World.Scope("email"), []).Reason());
        Assert.Equal(Reason.ResourceUnknown, (await RequestAsync(resource: "https://x")).Audience(World.Scope("openid"), []).Reason());
    }
}
