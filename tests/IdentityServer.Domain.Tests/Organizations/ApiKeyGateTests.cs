using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Organizations;

public sealed class ApiKeyGateTests
{
    readonly MemoryApiKeys keys = new();
    readonly ManualClock clock = new(World.Start);
    readonly BearerSecret secret = BearerSecret.New(BearerSecret.ApiKey);

    ApiKeyGate Gate => new(keys, clock);

    ApiKey Add(DateTimeOffset? expiresAt = null)
    {
        var key = ApiKeyTests.Of(secret, expiresAt);
        keys.Rows.Add(key);
        return key;
    }

    async Task<Reason?> RefusedAsync(string bearer) =>
        (await Gate.CheckAsync(bearer, TestContext.Current.CancellationToken)).Try(out _, out var no) ? null : no.Reason;

    [Fact]
    public async Task A_live_key_opens()
    {
        var key = Add(clock.Now.AddDays(1));
        Assert.True((await Gate.CheckAsync(secret.Reveal(), TestContext.Current.CancellationToken)).Try(out var found, out _));
        Assert.Equal(key.Id, found.Id);
    }

    [Fact]
    public async Task Each_way_to_fail_has_its_private_name()
    {
        Assert.Equal(Reason.ApiKeyUnknown, await RefusedAsync(secret.Reveal()));
        Assert.Equal(Reason.ApiKeyMalformed, await RefusedAsync("garbage"));
        var key = Add(clock.Now.AddDays(1));
        clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(Reason.ApiKeyExpired, await RefusedAsync(secret.Reveal()));
        key.RevokedAt = clock.Now;
        Assert.Equal(Reason.ApiKeyRevoked, await RefusedAsync(secret.Reveal()));
    }

    [Fact]
    public void A_use_is_written_down_once_a_minute()
    {
        var key = Add();
        Assert.True(Gate.IsToBeTouched(key));
        key.LastUsedAt = clock.Now;
        Assert.False(Gate.IsToBeTouched(key));
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.True(Gate.IsToBeTouched(key));
    }
}
