using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

/// <summary>S065.</summary>
public sealed class UserInfoTests
{
    readonly World world = new();

    async Task<Result<UserInfoAnswer>> AskAsync(byte[] token) => await new UserInfo(world.AccessTokens).RunAsync(world.Pool, World.Text(token), World.Ct);

    [Fact]
    public async Task It_tells_what_the_scopes_and_the_claims_parameter_allow()
    {
        var answer = (await AskAsync((await world.TokensAsync("openid email", claims: """{"userinfo":{"given_name":{"essential":true},"phone_number":null}}""")).AccessToken)).Value();
        Assert.Equal("web", answer.ClientId);
        var json = World.Json(answer.Members);
        Assert.Equal(["sub", "email", "email_verified", "given_name"], World.Names(json));
        Assert.Equal("sub-of-alice", json.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task A_token_without_openid_or_without_a_user_or_for_somebody_else_is_not_enough()
    {
        Assert.Equal(Reason.BearerWithoutUser, (await AskAsync((await world.TokensAsync("email")).AccessToken)).Reason());
        var machine = await world.TokenAsync(World.Form(("grant_type", "client_credentials")), World.Basic("machine"));
        Assert.Equal(Reason.BearerWithoutUser, (await AskAsync(machine.Value().AccessToken)).Reason());
        world.AddApi();
        Assert.Equal(Reason.BearerWithoutUser, (await AskAsync((await world.TokensAsync("orders.read")).AccessToken)).Reason());
    }

    [Fact]
    public async Task A_narrowed_scope_narrows_the_answer()
    {
        var tokens = await world.TokensAsync("openid email profile offline_access");
        var narrow = (await world.RefreshAsync(tokens.RefreshToken, "openid")).Value();
        Assert.Equal(["sub"], World.Names(World.Json((await AskAsync(narrow.AccessToken)).Value().Members)));
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        var tokens = await world.TokensAsync("openid");
        world.Families.Only.RevokedAt = World.Start;
        Assert.Equal(Reason.BearerRevoked, (await AskAsync(tokens.AccessToken)).Reason());
    }
}
