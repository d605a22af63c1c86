using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>The order of the phases. S029, S031, S035.</summary>
public sealed class TokenPipelineTests
{
    readonly World world = new();

    [Fact]
    public async Task A_caller_who_is_not_authenticated_learns_nothing_else()
    {
        var code = await world.CodeAsync();
        foreach (var type in (string?[])[null, "password", "client_credentials", "authorization_code"])
            Assert.Equal(Reason.SecretWrong, (await world.TokenAsync(World.Form(("grant_type", type), ("code", code)), World.Basic("web", "wrong"))).Reason());
        world.Rings.Lose(PoolId.Default);
        Assert.Equal(Reason.SecretWrong, (await world.RedeemAsync(code, authorization: World.Basic("web", "wrong"))).Reason());
        Assert.Null(world.Families.Only.CodeTakenAt);
    }

    [Fact]
    public async Task A_repeated_parameter_is_refused_before_anybody_is_looked_up()
    {
        var (client, answer) = await world.Pipeline.RunAsync(world.Pool, World.Basic("web"), World.Form(("code", "a"), ("code", "a")), World.Ct);
        Assert.Null(client);
        Assert.Equal(Reason.ParameterRepeated, answer.Reason());
        Assert.Equal(0, world.Clients.Reads);
    }

    [Fact]
    public async Task The_grant_is_known_and_allowed_before_it_is_asked()
    {
        Assert.Equal(Reason.GrantTypeMissing, (await world.TokenAsync(World.Form())).Reason());
        foreach (var type in (string[])["password", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer", "AUTHORIZATION_CODE"])
            Assert.Equal(Reason.GrantTypeUnsupported, (await world.TokenAsync(World.Form(("grant_type", type)))).Reason());
        Assert.Equal(Reason.GrantNotAllowed, (await world.TokenAsync(World.Form(("grant_type", "client_credentials")))).Reason());
        Assert.Equal(Reason.GrantNotAllowed, (await world.RedeemAsync("x", authorization: World.Basic("machine"))).Reason());
    }

    [Fact]
    public async Task Without_keys_nothing_is_spent()
    {
        var code = await world.CodeAsync();
        world.Rings.Lose(PoolId.Default);
        Assert.Equal(Reason.KeysUnavailable, (await world.RedeemAsync(code)).Reason());
        world.Rings.Put(Rings.Ring(PoolId.Default, without: "RS256"));
        Assert.Equal(Reason.KeysUnavailable, (await world.RedeemAsync(code)).Reason());
        world.Rings.Put(Rings.Ring(PoolId.Default, without: "ES256"));
        Assert.Equal(Reason.KeysUnavailable, (await world.RedeemAsync(code)).Reason());
        world.Rings.Put(Rings.Ring(PoolId.Default));
        Assert.Null((await world.RedeemAsync(code)).Reason());
    }

    [Fact]
    public async Task Where_the_mark_of_the_keys_is_reached_it_is_raised_first_and_without_the_database_nothing_is_spent()
    {
        var code = await world.CodeAsync();
        var lasting = Rings.Ring(PoolId.Default);
        world.Rings.Put(new(PoolId.Default, lasting.Signers.Select(signer => signer with { SignedUntil = world.Clock.Now }), [], [], lasting.RefreshTokens));
        Assert.Equal(Reason.KeysUnavailable, (await world.RedeemAsync(code)).Reason());
        world.Rings.Renewed = lasting;
        Assert.Null((await world.RedeemAsync(code)).Reason());
    }

    [Fact]
    public async Task The_client_is_named_beside_a_refusal_so_that_its_page_may_read_it()
    {
        var (client, answer) = await world.Pipeline.RunAsync(world.Pool, null, World.Form(("client_id", "spa"), ("grant_type", "password")), World.Ct);
        Assert.Equal("spa", client!.Id.Value);
        Assert.Equal(Reason.GrantTypeUnsupported, answer.Reason());
    }
}
