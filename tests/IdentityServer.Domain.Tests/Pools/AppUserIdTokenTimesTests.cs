using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Pools;

public sealed class AppUserIdTokenTimesTests
{
    [Theory]
    [InlineData(false, 1, 24)]
    [InlineData(true, 184 * 24, 184 * 24)]
    public void A_pool_gives_an_hour_or_half_a_year(bool compatible, int usual, int longest)
    {
        UserPool pool = new() { Id = new("p"), OrganizationId = "o", Name = "p", CreatedAt = World.Start, Version = "1", CompatibleLifetime = compatible };
        Assert.Equal(TimeSpan.FromHours(usual), AppUserIdTokenTimes.UsualOf(pool));
        Assert.Equal(TimeSpan.FromHours(longest), AppUserIdTokenTimes.LongestOf(pool));
    }

    /// <summary>From the first of a half to the last: July to December is the longest.</summary>
    [Fact]
    public void No_half_year_is_longer() =>
        Assert.True(AppUserIdTokenTimes.Compatible >= new DateTime(2027, 1, 1) - new DateTime(2026, 7, 1));
}
