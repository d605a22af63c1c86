using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class RotationPolicyTests
{
    static RotationPolicy Policy(TimeSpan interval, TimeSpan announceBefore) => new()
    {
        PoolId = PoolId.Default, Algorithm = "ES256", Interval = interval, AnnounceBefore = announceBefore, Schedule = RotationPolicies.DefaultSchedule,
    };

    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void What_relying_parties_could_not_follow_is_refused_with_the_reason()
    {
        Assert.Null(Policy(RotationPolicy.DefaultInterval, RotationPolicy.DefaultAnnounceBefore).Problem(Hour));
        Assert.Contains("00:07:05", Policy(TimeSpan.FromDays(1), KeyTimes.ShortestAnnouncement - TimeSpan.FromSeconds(1)).Problem(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
        Assert.Contains("interval", Policy(TimeSpan.FromDays(13), TimeSpan.FromDays(14)).Problem(Hour), StringComparison.Ordinal);
        Assert.Contains("1.00:00:00", Policy(TimeSpan.FromDays(90), TimeSpan.FromDays(14)).Problem(TimeSpan.FromDays(7)), StringComparison.Ordinal);
        Assert.Contains("late", Policy(Hour, TimeSpan.FromMinutes(30)).Problem(Hour), StringComparison.Ordinal);
        Assert.Null(Policy(KeyTimes.ShortestAnnouncement, KeyTimes.ShortestAnnouncement).Problem(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Times_beyond_reason_are_refused_before_dates_overflow()
    {
        Assert.Contains("longer than", Policy(TimeSpan.FromDays(9_999_999), TimeSpan.FromDays(1)).Problem(Hour), StringComparison.Ordinal);
        Assert.Contains("longer than", Policy(TimeSpan.FromDays(1), TimeSpan.MaxValue).Problem(Hour), StringComparison.Ordinal);
    }

    [Fact]
    public void An_announcement_shorter_than_a_common_cache_is_warned_of()
    {
        Assert.Null(Policy(TimeSpan.FromDays(2), TimeSpan.FromDays(1)).Warning);
        Assert.Contains("12 h", Policy(TimeSpan.FromDays(2), Hour).Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void No_token_lives_longer_than_the_keys_allow_for()
    {
        Assert.True(TokenLifetimes.AccessToken <= KeyTimes.LongestLifetime);
        Assert.True(TokenLifetimes.IdToken <= KeyTimes.LongestLifetime);
    }
}
