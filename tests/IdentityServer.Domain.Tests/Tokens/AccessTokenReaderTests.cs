using System.Text;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

/// <summary>S065, S067.</summary>
public sealed class AccessTokenReaderTests
{
    readonly World world = new();

    async Task<Result<LiveAccessToken>> ReadAsync(string token) => await world.AccessTokens.ReadAsync(world.Pool, token, World.Ct);

    async Task<string> TokenAsync(string scope = "openid offline_access") => World.Text((await world.TokensAsync(scope)).AccessToken);

    [Fact]
    public async Task A_live_token_tells_whose_it_is()
    {
        var live = (await ReadAsync(await TokenAsync())).Value();
        Assert.Equal((world.Web, world.User.Id), (live.Client, live.User!.User.Id));
        Assert.Equal("openid offline_access", live.ScopeText);
        Assert.Equal(World.Start.AddMinutes(5), live.ExpiresAt);
        Assert.True(live.IsFor("https://id.example"));
        Assert.False(live.IsFor("https://id.example/"));
    }

    [Fact]
    public async Task It_ends_at_the_second_it_says()
    {
        var token = await TokenAsync();
        world.Clock.Now = World.Start.AddSeconds(299.9);
        Assert.Null((await ReadAsync(token)).Reason());
        world.Clock.Now = World.Start.AddSeconds(300);
        Assert.Equal(Reason.BearerInvalid, (await ReadAsync(token)).Reason());
    }

    // Of two nodes one is always a little behind.
    [Fact]
    public async Task A_node_whose_clock_is_a_little_behind_believes_what_another_issued()
    {
        var token = await TokenAsync();
        world.Clock.Now = World.Start.AddSeconds(-5);
        Assert.Null((await ReadAsync(token)).Reason());
        world.Clock.Now = World.Start.AddSeconds(-5.1);
        Assert.Equal(Reason.BearerInvalid, (await ReadAsync(token)).Reason());
    }

    [Fact]
    public async Task Rubbish_and_other_kinds_of_token_are_no_access_token()
    {
        var tokens = await world.TokensAsync();
        var token = World.Text(tokens.AccessToken);
        var claims = Encoding.UTF8.GetString(Jose.Tokens.Bytes(token.Split('.')[1]));
        foreach (var other in (string[])["", "x", token + ".", token[..^3] + "AAA", World.Text(tokens.IdToken), tokens.RefreshToken!,
            Jose.Tokens.Unsigned("""{"alg":"ES256","typ":"at+jwt"}""", claims), Jose.Tokens.Signed(claims, typ: "at+jwt"),
            JwtWriter.Write(world.Rings.Default.Signer("ES256", World.Start)!, "JWT", Encoding.UTF8.GetBytes(claims)),
            JwtWriter.Write(world.Rings.Default.Signer("ES256", World.Start)!, "at+jwt", Encoding.UTF8.GetBytes(claims.Replace("https://id.example", "https://evil.example", StringComparison.Ordinal)))])
            Assert.Equal(Reason.BearerInvalid, (await ReadAsync(other)).Reason());
    }

    [Fact]
    public async Task It_ends_with_its_family_user_client_and_by_itself()
    {
        var token = await TokenAsync();
        world.Families.Only.RevokedAt = World.Start;
        Assert.Equal(Reason.BearerRevoked, (await ReadAsync(token)).Reason());
        world.Families.Only.RevokedAt = null;

        world.User.Disabled = true;
        Assert.Equal(Reason.BearerRevoked, (await ReadAsync(token)).Reason());
        (world.User.Disabled, world.User.SecurityStamp) = (false, "stamp-2");
        Assert.Equal(Reason.BearerRevoked, (await ReadAsync(token)).Reason());
        world.User.SecurityStamp = "stamp-1";

        world.Clients.Put(World.NewClient("web", disabled: true));
        Assert.Equal(Reason.BearerRevoked, (await ReadAsync(token)).Reason());
        world.Clients.Put(world.Web);
        Assert.Null((await ReadAsync(token)).Reason());

        await world.Revoked.AddAsync(PoolId.Default, (await ReadAsync(token)).Value().Jti, World.Start, World.Ct);
        Assert.Equal(Reason.BearerRevoked, (await ReadAsync(token)).Reason());
    }

    [Fact]
    public async Task A_family_or_a_client_that_is_gone_and_missing_keys_end_it()
    {
        var token = await TokenAsync();
        var elsewhere = new World();
        Assert.Equal(Reason.BearerRevoked, (await elsewhere.AccessTokens.ReadAsync(world.Pool, token, World.Ct)).Reason());
        await world.Clients.RemoveAsync(PoolId.Default, new("web"), World.Start, World.Ct);
        Assert.Equal(Reason.BearerRevoked, (await ReadAsync(token)).Reason());
        world.Rings.Lose(PoolId.Default);
        Assert.Equal(Reason.KeysUnavailable, (await ReadAsync(token)).Reason());
    }
}
