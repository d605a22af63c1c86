using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

public sealed class CodeIssuerTests
{
    readonly World world = new();

    [Fact]
    public async Task The_family_keeps_everything_the_tokens_will_need_and_not_the_code()
    {
        var code = await world.CodeAsync("openid offline_access", nonce: "n", claims: "{}", resources: ["https://a"]);
        var family = world.Families.Only;
        Assert.True(Handle.TryParse(code, out var handle));
        Assert.Equal(handle.Digest, family.CodeDigest);
        Assert.Equal(World.Start + TokenLifetimes.Code, family.CodeExpiresAt);
        Assert.True(TokenLifetimes.Code <= TimeSpan.FromSeconds(60));
        Assert.Equal((World.Callback, World.Challenge, "n", "{}"), (family.RedirectUri, family.CodeChallenge, family.Nonce, family.ClaimsRequest));
        Assert.Equal((world.User.Id, new SessionId("sid-1"), "stamp-1"), (family.UserId, family.SessionId, family.SecurityStamp));
        Assert.Equal((World.Start.AddMinutes(-1), AuthenticationContext.Password, "pwd"), (family.AuthTime, family.Acr, family.Amr));
        Assert.Equal((true, 0, null), (family.Offline, family.Generation, family.CodeTakenAt));
        Assert.Equal(["https://a"], family.Resources);
    }

    [Fact]
    public async Task Without_offline_access_the_family_ends_with_its_session()
    {
        await world.CodeAsync("openid");
        Assert.False(world.Families.Only.Offline);
    }

    [Fact]
    public async Task A_client_that_cannot_refresh_has_nothing_that_outlives_the_session()
    {
        var client = world.Clients.Put(World.NewClient("once", grants: [GrantTypes.AuthorizationCode]));
        await world.CodeAsync("openid offline_access", client);
        Assert.False(world.Families.Only.Offline);
    }
}
