using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

/// <summary>S068.</summary>
public sealed class RevocationTests
{
    readonly World world = new();

    async Task<Result<Client>> RevokeAsync(string? authorization, params (string, string?)[] form)
    {
        var (client, refused) = await new Revocation(world.Authenticator, world.AccessTokens, world.Families, world.Revoked, world.Rings, world.Clock)
            .RunAsync(world.Pool, authorization, World.Form(form), World.Ct);
        return refused is { } no ? no : client!;
    }

    [Fact]
    public async Task A_refresh_token_takes_its_whole_family_along()
    {
        var tokens = await world.TokensAsync();
        var second = (await world.RefreshAsync(tokens.RefreshToken)).Value();
        Assert.Equal("web", (await RevokeAsync(World.Basic("web"), ("token", tokens.RefreshToken))).Value().Id.Value);
        Assert.Equal(Reason.RefreshTokenRevoked, (await world.RefreshAsync(second.RefreshToken)).Reason());
        foreach (var token in (byte[][])[tokens.AccessToken, second.AccessToken])
            Assert.Equal(Reason.BearerRevoked, (await world.AccessTokens.ReadAsync(world.Pool, World.Text(token), World.Ct)).Reason());
    }

    [Fact]
    public async Task An_access_token_goes_alone()
    {
        var tokens = await world.TokensAsync();
        Assert.Null((await RevokeAsync(World.Basic("web"), ("token", World.Text(tokens.AccessToken)), ("token_type_hint", "nonsense"))).Reason());
        Assert.Equal(Reason.BearerRevoked, (await world.AccessTokens.ReadAsync(world.Pool, World.Text(tokens.AccessToken), World.Ct)).Reason());
        Assert.Null((await world.RefreshAsync(tokens.RefreshToken)).Reason());
    }

    [Fact]
    public async Task Another_clients_token_and_rubbish_change_nothing_and_look_the_same()
    {
        var tokens = await world.TokensAsync();
        foreach (var token in (string[])[tokens.RefreshToken!, World.Text(tokens.AccessToken), "x", new('!', 70), World.Text(tokens.IdToken), world.Rings.Default.RefreshTokens.Write(FamilyId.New(world.Clock), 1)])
            Assert.Equal("evil", (await RevokeAsync(World.Basic("evil"), ("token", token))).Value().Id.Value);
        Assert.Null(world.Families.Only.RevokedAt);
        Assert.Equal(0, world.Revoked.Count);
    }

    [Fact]
    public async Task Who_asks_is_known_first()
    {
        var tokens = await world.TokensAsync();
        Assert.Equal(Reason.SecretWrong, (await RevokeAsync(World.Basic("web", "wrong"), ("token", tokens.RefreshToken))).Reason());
        Assert.Equal(Reason.TokenMissing, (await RevokeAsync(World.Basic("web"))).Reason());
        Assert.Equal(Reason.ParameterRepeated, (await RevokeAsync(World.Basic("web"), ("token", "a"), ("token", "b"))).Reason());
        Assert.Equal("spa", (await RevokeAsync(null, ("client_id", "spa"), ("token", tokens.RefreshToken))).Value().Id.Value);
        Assert.Null(world.Families.Only.RevokedAt);
        world.Rings.Lose(PoolId.Default);
        Assert.Equal(Reason.KeysUnavailable, (await RevokeAsync(World.Basic("web"), ("token", tokens.RefreshToken))).Reason());
    }

    // CVE-2020-15223: a storage error must never be reported as success.
    [Fact]
    public async Task A_database_that_fails_is_no_success()
    {
        var tokens = await world.TokensAsync();
        world.Revoked.Failure = new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(() => RevokeAsync(World.Basic("web"), ("token", World.Text(tokens.AccessToken))));
    }
}
