using System.Text.Json;
using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class AppUserIdTokenIssuerTests
{
    const long Day = 86_400;
    readonly TokenWorld world = new();

    ValueTask<Result<IssuedAppUserIdToken>> IssueAsync(string? user = "user-1", string? pool = "pool-hosted", long? exp = null, string? caller = null, string organization = Acme) =>
        world.Issuer.IssueAsync(organization, new(user, pool is null ? null : new(pool), exp, caller is null ? null : new(caller)), Ct);

    static string[] Names(JsonElement json) => [.. json.EnumerateObject().Select(member => member.Name)];

    [Fact]
    public async Task A_token_names_the_user_the_pool_and_its_application()
    {
        var issued = (await IssueAsync()).Value();
        var jwt = Jose.Tokens.Read(issued.Token);
        Assert.Equal((JwsAlgorithm.RS256, HostedKey.Kid, "JWT"), (jwt.Algorithm, jwt.Kid, jwt.Typ));
        Assert.Equal(["iss", "sub", "aud", "sdkClientId", "iat", "exp", "jti"], Names(jwt.Payload));
        var claims = jwt.Payload;
        Assert.Equal("https://id.example/pools/pool-hosted", claims.GetProperty("iss").GetString());
        Assert.Equal("user-1", claims.GetProperty("sub").GetString());
        Assert.Equal("app", claims.GetProperty("aud").GetString());
        Assert.Equal("app", claims.GetProperty("sdkClientId").GetString());
        Assert.Equal(Second, claims.GetProperty("iat").GetInt64());
        Assert.Equal(Second + 3600, claims.GetProperty("exp").GetInt64());
        Assert.Equal(22, claims.GetProperty("jti").GetString()!.Length);
        Assert.NotEqual(issued.Token, (await IssueAsync()).Value().Token);
        Assert.DoesNotContain(issued.Token, issued.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_issued_is_believed()
    {
        var issued = (await IssueAsync("Zoë \"+\" 👩")).Value();
        var believed = await world.BelievedAsync(world.Hosted, issued.Token);
        Assert.Equal((issued.AppUserId, issued.Issuer, issued.ExpiresAt, world.Hosted.Id), (believed.AppUserId, believed.Issuer, believed.ExpiresAt, believed.UserPoolId));
        Assert.Equal("Zoë \"+\" 👩", believed.AppUserId);
        Assert.Equal("pool_unknown", (await world.Verifier.VerifyAsync(Globex, null, world.Hosted.Id, issued.Token, Ct)).Flaw?.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("service")]
    public async Task A_pool_without_an_application_is_the_audience_itself(string? caller)
    {
        var pool = world.Pools.Put(NewPool("pool-bare", null));
        world.Rings.Put(Ring(pool.Id, HostedKey));
        var issued = (await IssueAsync(pool: "pool-bare", caller: caller)).Value();
        var claims = Jose.Tokens.Read(issued.Token).Payload;
        Assert.Equal("pool-bare", claims.GetProperty("aud").GetString());
        Assert.Equal(caller, claims.TryGetProperty("sdkClientId", out var id) ? id.GetString() : null);
        Assert.Equal("user-1", (await world.BelievedAsync(pool, issued.Token)).AppUserId);
    }

    [Fact]
    public async Task Without_a_pool_the_organizations_first_is_meant()
    {
        Assert.Equal(world.Hosted.Id, (await IssueAsync(pool: null)).Value().UserPoolId);
        Assert.Equal(Reason.NoHostedPool, (await IssueAsync(pool: null, organization: "org-empty")).Reason());
    }

    [Theory]
    [InlineData(false, null, 3600)]
    [InlineData(false, 1L, 1)]
    [InlineData(false, Day, Day)]
    [InlineData(false, Day + 1, Day)]
    [InlineData(false, 200 * Day, Day)]
    [InlineData(true, null, 184 * Day)]
    [InlineData(true, 3600L, 3600)]
    [InlineData(true, 184 * Day, 184 * Day)]
    [InlineData(true, 184 * Day + 1, 184 * Day)]
    public async Task Exp_is_honoured_up_to_the_pools_longest_life(bool compatible, long? ahead, long expected)
    {
        world.Pools.Put(world.Hosted with { CompatibleLifetime = compatible });
        var issued = (await IssueAsync(exp: Second + ahead)).Value();
        Assert.Equal(Second + expected, Jose.Tokens.Read(issued.Token).Payload.GetProperty("exp").GetInt64());
        Assert.Equal(Start.AddSeconds(expected), issued.ExpiresAt);
    }

    [Fact]
    public async Task Within_a_second_life_begins_at_its_start()
    {
        world.Clock.Now = Start.AddMilliseconds(999);
        Assert.Equal(Reason.ExpiryMalformed, (await IssueAsync(exp: Second)).Reason());
        Assert.Equal(Start.AddSeconds(1), (await IssueAsync(exp: Second + 1)).Value().ExpiresAt);
        Assert.Equal(Start.AddDays(1), (await IssueAsync(exp: long.MaxValue)).Value().ExpiresAt);
    }

    [Theory]
    [InlineData(Second)]
    [InlineData(Second - 1)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task An_exp_that_is_not_ahead_is_refused(long exp) => Assert.Equal(Reason.ExpiryMalformed, (await IssueAsync(exp: exp)).Reason());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("app@clients")]
    public async Task An_id_that_is_none_is_refused(string? user) => Assert.Equal(Reason.AppUserIdMalformed, (await IssueAsync(user)).Reason());

    [Fact]
    public async Task An_id_has_at_most_255_characters_and_no_halves()
    {
        Assert.Equal(Reason.AppUserIdMalformed, (await IssueAsync(new('x', 256))).Reason());
        Assert.Equal(Reason.AppUserIdMalformed, (await IssueAsync("a\ud800")).Reason());
        Assert.Equal(255, (await IssueAsync(new('x', 255))).Value().AppUserId.Length);
    }

    [Fact]
    public async Task Only_a_live_hosted_pool_of_the_organization_issues()
    {
        Assert.Equal(Reason.UserPoolUnknown, (await IssueAsync(pool: "nobody")).Reason());
        Assert.Equal(Reason.UserPoolUnknown, (await IssueAsync(pool: "pool-globex")).Reason());
        Assert.Equal(Reason.PoolNotHosted, (await IssueAsync(pool: "pool-inline")).Reason());
        world.Pools.Put(world.Hosted with { Disabled = true });
        Assert.Equal(Reason.PoolDisabled, (await IssueAsync()).Reason());
        Assert.Equal(Reason.NoHostedPool, (await IssueAsync(pool: null)).Reason());
        Assert.Empty(world.SeenUsers.Notes);
    }

    [Fact]
    public async Task Where_the_key_may_not_sign_as_far_its_mark_is_raised()
    {
        world.Rings.Put(RingUntil(Start.AddMinutes(30), world.Hosted.Id, HostedKey));
        Assert.Equal(Reason.KeysUnavailable, (await IssueAsync()).Reason());
        world.Rings.Renewed = RingUntil(Start.AddHours(2), world.Hosted.Id, HostedKey);
        Assert.Equal(Start.AddHours(1), (await IssueAsync()).Value().ExpiresAt);
    }

    /// <summary>The ring hears of it at the next look, and nobody should have to try again for that.</summary>
    [Fact]
    public async Task A_pool_that_has_just_been_allowed_longer_lives_gives_them_at_once()
    {
        world.Rings.Put(RingUntil(Start.AddDays(2), world.Hosted.Id, HostedKey));
        world.Rings.Renewed = RingUntil(Start.AddDays(200), world.Hosted.Id, HostedKey);
        world.Pools.Put(world.Hosted with { CompatibleLifetime = true });
        Assert.Equal(Start + AppUserIdTokenTimes.Compatible, (await IssueAsync()).Value().ExpiresAt);
    }

    [Fact]
    public async Task Without_keys_there_are_no_tokens()
    {
        world.Rings.Put(Ring(world.Hosted.Id, Ec));
        Assert.Equal(Reason.KeysUnavailable, (await IssueAsync()).Reason());
        world.Rings.Lose(world.Hosted.Id);
        Assert.Equal(Reason.KeysUnavailable, (await IssueAsync()).Reason());
        Assert.Empty(world.Tally.TakeChanged(Start));
    }

    [Fact]
    public async Task Each_is_counted_and_its_user_noted()
    {
        await IssueAsync();
        await IssueAsync();
        var row = Assert.Single(world.Tally.TakeChanged(Start));
        Assert.Equal((world.Hosted.Id, HostedKey.Kid, Start.AddHours(1)), (row.PoolId, row.Kid, row.ExpiresAt));
        Assert.Equal(new KeyValuePair<string, long>("app", 2), Assert.Single(row.Counts));
        var note = Assert.Single(world.SeenUsers.Notes);
        Assert.Equal((world.Hosted.Id, "user-1", "https://id.example/pools/pool-hosted"), (note.PoolId, note.AppUserId, note.Issuer));
    }

    // Else a pool whose tokens live for half a year would have a quarter of a million lines to count in.
    [Theory]
    [InlineData(3600, 3600)]
    [InlineData(3601, 7200)]
    [InlineData(Day - 1, Day)]
    [InlineData(Day, Day)]
    [InlineData(Day + 1, Day + 57600)]
    [InlineData(184 * Day, 184 * Day + 57600)]
    public async Task The_longer_a_token_lives_the_coarser_it_is_counted(long ahead, long counted)
    {
        world.Pools.Put(world.Hosted with { CompatibleLifetime = true });
        await IssueAsync(exp: Second + ahead);
        // The clock of these tests stands at eight in the morning.
        Assert.Equal(Start.AddSeconds(counted), Assert.Single(world.Tally.TakeChanged(Start)).ExpiresAt);
    }

    [Fact]
    public async Task For_somebody_who_cannot_be_noted_nothing_is_issued()
    {
        world.SeenUsers.IsAway = true;
        await Assert.ThrowsAsync<TimeoutException>(async () => await IssueAsync());
        Assert.Empty(world.Tally.TakeChanged(Start));
    }
}
