using IdentityServer.Keys;
using IdentityServer.Storage;
using IdentityServer.Tests.Fixture;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>A machine whose clock is wrong leaves the keys to the others.</summary>
public sealed class ClockGuardTests(PostgresNodes nodes) : IClassFixture<PostgresNodes>
{
    static readonly DateTimeOffset Now = new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, true)]
    [InlineData(61, true)]
    [InlineData(-60, true)]
    [InlineData(62.1, false)]
    [InlineData(-61, false)]
    [InlineData(3600, false)]
    [InlineData(-86400, false)]
    public void A_minute_is_allowed_either_way(double seconds, bool isRight)
    {
        using ClockGuard guard = new(nodes.First.Service<IDatabase>(), TimeProvider.System, NullLogger<ClockGuard>.Instance);
        guard.Take(Now, Now.AddSeconds(seconds), Now.AddSeconds(1));
        Assert.Equal(isRight, guard.Problem is null);
        guard.Take(Now, Now, Now);
        Assert.Null(guard.Problem);
    }

    [Fact]
    public async Task The_database_has_a_clock_of_its_own_or_is_on_this_machine()
    {
        var ct = TestContext.Current.CancellationToken;
        var theirs = await nodes.First.Service<IDatabase>().ClockAsync(ct);
        Assert.InRange((theirs!.Value - TimeProvider.System.GetUtcNow()).TotalSeconds, -30, 30);
        using ClockGuard guard = new(nodes.First.Service<IDatabase>(), TimeProvider.System, NullLogger<ClockGuard>.Instance);
        await guard.CompareAsync(ct);
        Assert.Null(guard.Problem);
    }
}
