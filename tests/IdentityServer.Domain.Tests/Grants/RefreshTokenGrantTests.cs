using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Grants;

/// <summary>Rotation and its window. S039, S040, S042.</summary>
public sealed class RefreshTokenGrantTests
{
    readonly World world = new();

    async Task<string> FirstAsync() => (await world.TokensAsync()).RefreshToken!;

    async Task<string> NextAsync(string token)
    {
        var tokens = (await world.RefreshAsync(token)).Value();
        return tokens.RefreshToken!;
    }

    [Fact]
    public async Task Each_use_yields_the_next_token()
    {
        HashSet<string> seen = [];
        var token = await FirstAsync();
        for (var generation = 2; generation < 8; generation++)
        {
            Assert.True(seen.Add(token));
            world.Clock.Advance(TimeSpan.FromDays(1));
            token = await NextAsync(token);
            Assert.Equal((generation, world.Clock.Now), (world.Families.Only.Generation, world.Families.Only.RotatedAt));
        }
    }

    [Fact]
    public async Task The_same_token_again_within_ten_seconds_gets_the_same_successor()
    {
        var first = await FirstAsync();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await NextAsync(first);
        Assert.Equal(second, await NextAsync(first));
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(second, await NextAsync(first));
        Assert.Equal(2, world.Families.Only.Generation);
        Assert.NotEqual(second, await NextAsync(second));
    }

    [Fact]
    public async Task After_ten_seconds_it_is_theft_and_everything_dies()
    {
        var first = await FirstAsync();
        var tokens = (await world.RefreshAsync(first)).Value();
        world.Clock.Advance(TimeSpan.FromSeconds(10) + TimeSpan.FromTicks(1));
        Assert.Equal(Reason.RefreshTokenReused, (await world.RefreshAsync(first)).Reason());
        Assert.Equal(Reason.RefreshTokenRevoked, (await world.RefreshAsync(tokens.RefreshToken)).Reason());
        Assert.Equal(Reason.BearerRevoked, (await world.AccessTokens.ReadAsync(world.Pool, World.Text(tokens.AccessToken), World.Ct)).Reason());
    }

    // Only the direct parent of the newest, unused token: decision 1 of security-checks.md §3.
    [Fact]
    public async Task Once_the_successor_was_used_the_parent_is_theft_at_once()
    {
        var first = await FirstAsync();
        var third = await NextAsync(await NextAsync(first));
        Assert.Equal(Reason.RefreshTokenReused, (await world.RefreshAsync(first)).Reason());
        Assert.Equal(Reason.RefreshTokenRevoked, (await world.RefreshAsync(third)).Reason());
    }

    [Fact]
    public async Task Fifty_uses_at_once_yield_one_successor()
    {
        for (var round = 0; round < 20; round++)
        {
            var here = new World();
            var first = (await here.TokensAsync("offline_access")).RefreshToken;
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => here.RefreshAsync(first), World.Ct)));
            Assert.Single(answers.Select(answer => answer.Value().RefreshToken).Distinct());
            Assert.Equal((2, null), (here.Families.Only.Generation, here.Families.Only.RevokedAt));
        }
    }

    [Fact]
    public async Task Whoever_loses_the_gate_by_a_moment_gets_the_winners_successor()
    {
        var first = await FirstAsync();
        string? winner = null;
        world.Families.AfterRead = async () => winner = await NextAsync(first);
        Assert.Equal(await NextAsync(first), winner);
        Assert.Equal(2, world.Families.Only.Generation);
    }

    [Fact]
    public async Task Whoever_loses_the_gate_by_two_rotations_is_a_thief()
    {
        var first = await FirstAsync();
        world.Families.AfterRead = async () => await NextAsync(await NextAsync(first));
        Assert.Equal(Reason.RefreshTokenReused, (await world.RefreshAsync(first)).Reason());
        Assert.NotNull(world.Families.Only.RevokedAt);
    }

    // S068: no live successor survives a revocation that comes in between.
    [Fact]
    public async Task A_revocation_between_the_read_and_the_gate_wins()
    {
        var first = await FirstAsync();
        world.Families.AfterRead = async () => await world.Families.RevokeAsync(world.Pool.Id, world.Families.Only.Id, world.Clock.Now, World.Ct);
        Assert.NotNull((await world.RefreshAsync(first)).Reason());
        Assert.Equal(1, world.Families.Only.Generation);
    }

    [Fact]
    public async Task A_number_from_before_a_restored_backup_is_unknown_and_nobody_is_a_thief()
    {
        var first = await FirstAsync();
        var third = await NextAsync(await NextAsync(first));
        world.Families.Only.Generation = 1;
        Assert.Equal(Reason.RefreshTokenUnknown, (await world.RefreshAsync(third)).Reason());
        Assert.Null(world.Families.Only.RevokedAt);
        Assert.Null((await world.RefreshAsync(first)).Reason());
    }

    [Fact]
    public async Task A_family_that_never_had_a_refresh_token_takes_none()
    {
        await world.TokensAsync("openid");
        foreach (var generation in (int[])[-1, 0, 1, int.MaxValue, int.MinValue])
        {
            var forged = world.Rings.Default.RefreshTokens.Write(world.Families.Only.Id, generation);
            Assert.Equal(Reason.RefreshTokenExpired, (await world.RefreshAsync(forged)).Reason());
        }
        Assert.Equal(0, world.Families.Only.Generation);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task Numbers_that_are_never_given_out_yield_nothing(int generation)
    {
        await FirstAsync();
        var token = world.Rings.Default.RefreshTokens.Write(world.Families.Only.Id, generation);
        Assert.NotNull((await world.RefreshAsync(token)).Reason());
        Assert.Equal(1, world.Families.Only.Generation);
    }
}
