using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tests.TrustedIssuers;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

/// <summary>S066, S067.</summary>
public sealed class IntrospectionTests
{
    readonly World world = new();

    async Task<Result<Introspected>> AskAsync(string? authorization, params (string, string?)[] form) =>
        await new Introspection(world.Authenticator, world.AccessTokens, world.Families, world.Rings, world.Foreign, world.Clock)
            .RunAsync(world.Pool, authorization, World.Form(form), World.Ct);

    async Task<bool> IsActiveAsync(string token, string client = "web") => (await AskAsync(World.Basic(client), ("token", token))).Value().Members is not null;

    [Fact]
    public async Task Only_a_client_with_a_credential_may_ask()
    {
        var token = World.Text((await world.TokensAsync()).AccessToken);
        Assert.Equal(Reason.ClientUnidentified, (await AskAsync(null, ("token", token))).Reason());
        Assert.Equal(Reason.SecretWrong, (await AskAsync(World.Basic("web", "wrong"), ("token", token))).Reason());
        Assert.Equal(Reason.PublicClientRefused, (await AskAsync(null, ("client_id", "spa"), ("token", token))).Reason());
        Assert.Equal(Reason.TokenMissing, (await AskAsync(World.Basic("web"))).Reason());
        Assert.Equal(Reason.ParameterRepeated, (await AskAsync(World.Basic("web"), ("token", token), ("token", token))).Reason());
        world.Rings.Lose(PoolId.Default);
        Assert.Equal(Reason.KeysUnavailable, (await AskAsync(World.Basic("web"), ("token", token))).Reason());
    }

    [Fact]
    public async Task Its_own_client_and_the_api_it_names_are_told_and_nobody_else()
    {
        world.Clients.Put(World.NewClient("https://orders.example"));
        world.Clients.Put(World.NewClient("odd"));
        world.AddApi();
        var token = World.Text((await world.TokensAsync("openid orders.read")).AccessToken);
        Assert.True(await IsActiveAsync(token));
        Assert.False(await IsActiveAsync(token, "evil"));
        // A colon in a client_id has to be form-encoded in the header: RFC 6749 §2.3.1.
        Assert.NotNull((await AskAsync(World.Basic("https%3A%2F%2Forders.example"), ("token", token))).Value().Members);
    }

    [Fact]
    public async Task An_active_access_token_is_described()
    {
        var token = World.Text((await world.TokensAsync("openid email")).AccessToken);
        var json = World.Json((await AskAsync(World.Basic("web"), ("token", token), ("token_type_hint", "refresh_token"))).Value().Members!);
        Assert.Equal(["iss", "sub", "aud", "client_id", "scope", "exp", "iat", "jti", "auth_time", "acr", "sid", "token_type", "username"], World.Names(json));
        Assert.Equal(("Bearer", "alice"), (json.GetProperty("token_type").GetString(), json.GetProperty("username").GetString()));
    }

    [Fact]
    public async Task A_token_of_an_issuer_that_is_trusted_is_told_to_every_client_with_a_credential()
    {
        var token = TrustWorld.Signed(TrustWorld.Claims());
        foreach (var client in (string[])["web", "evil", "machine"])
            Assert.Equal("acme/site|main", World.Json((await AskAsync(World.Basic(client), ("token", token))).Value().Members!).GetProperty("sub").GetString());
        Assert.Equal(Reason.PublicClientRefused, (await AskAsync(null, ("client_id", "spa"), ("token", token))).Reason());
        Assert.False(await IsActiveAsync(TrustWorld.Signed(TrustWorld.SsoClaims(), TrustWorld.SsoKey)));
        // Of our own nothing is asked elsewhere.
        var asked = world.Others.Called.Count;
        Assert.True(await IsActiveAsync(World.Text((await world.TokensAsync()).AccessToken)));
        Assert.False(await IsActiveAsync(World.Text((await world.TokensAsync()).IdToken)));
        Assert.Equal(asked, world.Others.Called.Count);
    }

    [Fact]
    public async Task Rubbish_expired_and_revoked_tokens_are_inactive()
    {
        var tokens = await world.TokensAsync();
        var token = World.Text(tokens.AccessToken);
        foreach (var other in (string[])["x", token[..^5], World.Text(tokens.IdToken), new('A', 70), new('!', 70), new('€', 70)]) Assert.False(await IsActiveAsync(other));
        world.Clock.Advance(TokenLifetimes.AccessToken);
        Assert.False(await IsActiveAsync(token));
        Assert.True(await IsActiveAsync(tokens.RefreshToken!));
        world.Families.Only.RevokedAt = World.Start;
        Assert.False(await IsActiveAsync(tokens.RefreshToken!));
    }

    [Fact]
    public async Task Of_a_line_of_refresh_tokens_the_newest_is_active_for_its_own_client()
    {
        var first = (await world.TokensAsync()).RefreshToken!;
        Assert.False(await IsActiveAsync(first, "evil"));
        var json = World.Json((await AskAsync(World.Basic("web"), ("token", first))).Value().Members!);
        Assert.Equal(["iss", "sub", "client_id", "scope", "token_type", "exp"], World.Names(json));
        var second = (await world.RefreshAsync(first)).Value().RefreshToken!;
        Assert.False(await IsActiveAsync(first));
        Assert.True(await IsActiveAsync(second));
        Assert.False(await IsActiveAsync(world.Rings.Default.RefreshTokens.Write(FamilyId.New(world.Clock), 1)));

        world.User.Disabled = true;
        Assert.False(await IsActiveAsync(second));
        (world.User.Disabled, world.User.SecurityStamp) = (false, "stamp-2");
        Assert.False(await IsActiveAsync(second));
        world.User.SecurityStamp = "stamp-1";

        // The same instant as the grant itself.
        world.Clock.Advance(TokenLifetimes.RefreshIdle);
        Assert.True(await IsActiveAsync(second));
        world.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(await IsActiveAsync(second));
        Assert.Equal(Reason.RefreshTokenExpired, (await world.RefreshAsync(second)).Reason());
    }
}
