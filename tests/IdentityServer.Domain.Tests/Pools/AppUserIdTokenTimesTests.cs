using IdentityServer.Domain.Pools;
using Xunit;

namespace IdentityServer.Domain.Tests.Pools;

public sealed class AppUserIdTokenTimesTests
{
    [Fact]
    public void A_token_lives_an_hour_and_at_most_a_day()
    {
        Assert.Equal(TimeSpan.FromHours(1), AppUserIdTokenTimes.UsualOf(UserPoolTests.Of()));
        Assert.Equal(TimeSpan.FromHours(24), AppUserIdTokenTimes.LongestOf(UserPoolTests.Of()));
    }

    [Fact]
    public void In_a_compatible_pool_it_lives_half_a_year()
    {
        var pool = UserPoolTests.Of() with { CompatibleLifetime = true };
        Assert.Equal(TimeSpan.FromDays(184), AppUserIdTokenTimes.UsualOf(pool));
        Assert.Equal(TimeSpan.FromDays(184), AppUserIdTokenTimes.LongestOf(pool));
    }
}
