using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.AppUserIdTokens;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>What a token says of itself chooses nothing beyond what the organization has set up. RFC 8725 §3.8.</summary>
public sealed class ForeignSubjectsTests
{
    readonly ExchangeWorld world = new();

    async Task<string> ReadAsync(string token, string? pool = null, string organization = ExchangeWorld.Org)
    {
        var (subject, flaw) = await world.Subjects.ReadAsync(organization, pool is null ? null : new PoolId(pool), token, World.Ct);
        return subject is null ? flaw! : $"{subject.Guarantor} {subject.UserId}";
    }

    [Fact]
    public async Task A_trusted_issuer_goes_before_a_pool_that_pins_the_same_name_and_a_named_pool_before_both()
    {
        world.World.UserPools.Put(TokenWorld.NewPool("pool-same", new() { Jwks = TokenWorld.Set(TokenWorld.Rsa.PublicJwk), Issuer = ExchangeWorld.Sso }));
        Assert.Equal("ti-1 u-1", await ReadAsync(world.Trusted()));
        var ofPool = ExchangeWorld.OfPool(issuer: ExchangeWorld.Sso);
        Assert.Equal("issuer_untrusted", await ReadAsync(ofPool));
        Assert.Equal("pool-same u-1", await ReadAsync(ofPool, "pool-same"));
        world.World.TrustedIssuers.Put(world.Issuer with { Disabled = true });
        Assert.Equal("issuer_untrusted", await ReadAsync(ofPool));
    }

    [Fact]
    public async Task Of_two_pools_that_pin_the_same_issuer_one_has_to_be_named()
    {
        Assert.Equal("pool-pinned u-1", await ReadAsync(ExchangeWorld.OfPool()));
        var second = world.World.UserPools.Put(world.Pool with { Id = new("pool-second") });
        Assert.Equal("pool_ambiguous", await ReadAsync(ExchangeWorld.OfPool()));
        Assert.Equal("pool-second u-1", await ReadAsync(ExchangeWorld.OfPool(), "pool-second"));
        world.World.UserPools.Put(second with { Disabled = true });
        Assert.Equal("pool-pinned u-1", await ReadAsync(ExchangeWorld.OfPool()));
        Assert.Equal("pool_disabled", await ReadAsync(ExchangeWorld.OfPool(), "pool-second"));
    }

    [Theory]
    [InlineData("pool-hosted")]
    [InlineData("pool-globex")]
    [InlineData("pool-nobody")]
    [InlineData("default")]
    public async Task A_pool_that_is_no_self_provided_one_of_the_organization_is_unknown(string pool) =>
        Assert.Equal("pool_unknown", await ReadAsync(ExchangeWorld.OfPool(), pool));

    [Fact]
    public async Task Of_many_pools_all_are_looked_at()
    {
        for (var i = 0; i < 450; i++) world.World.UserPools.Put(TokenWorld.NewPool($"pool-{i:d4}", new TokenSource { Jwks = "{}", Issuer = $"https://{i}.example" }));
        Assert.Equal("pool-pinned u-1", await ReadAsync(ExchangeWorld.OfPool()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    public async Task Rubbish_is_nobodys(string token) => Assert.Equal("issuer_untrusted", await ReadAsync(token));

    [Fact]
    public async Task A_token_without_an_issuer_is_of_no_pool_that_is_not_named()
    {
        var token = TokenWorld.Signed(TokenWorld.Claims());
        Assert.Equal("issuer_untrusted", await ReadAsync(token));
        Assert.Equal("pool-loose user-1", await ReadAsync(token, "pool-loose"));
    }
}
