using IdentityServer.Jobs;
using Xunit;

namespace IdentityServer.Tests.Jobs;

/// <summary>What is said of an expression before anything runs by it.</summary>
public sealed class CronExpressionsTests
{
    static readonly DateTimeOffset From = new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 0/5 * * * ?")]
    [InlineData("0 30 3 ? * MON-FRI")]
    [InlineData("0 0 3 L * ?")]
    [InlineData("0 0 0 29 2 ?")]
    [InlineData("0 0 3 1 1 ? 2099")]
    public void Nothing_is_wrong_with(string cron) => Assert.Null(CronExpressions.Problem(cron));

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("0 3 * * *", "5 fields")]
    [InlineData("0 0 3 * * ? 2099 *", "8 fields")]
    [InlineData("0 0 25 * * ?", "between 0 and 23")]
    [InlineData("0 0 3 ? * NEVER", "not a cron expression")]
    [InlineData("0 0 3 30 2 ?", "no time that is yet to come")]
    [InlineData("0 0 3 * * ? 2001", "no time that is yet to come")]
    public void An_operator_is_told_what_is_wrong(string cron, string said)
    {
        var problem = CronExpressions.Problem(cron);
        Assert.NotNull(problem);
        Assert.StartsWith($"'{cron}'", problem, StringComparison.Ordinal);
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 0/5 * * * ?", 5)]
    [InlineData("0 0 3 * * ?", 24 * 60)]
    [InlineData("0 0 3 ? * MON-FRI", 3 * 24 * 60)]
    [InlineData("0 0 3 1 * ?", 31 * 24 * 60)]
    [InlineData("0 0 3 1 1 ?", 366 * 24 * 60)]
    public void The_longest_gap_is_the_one_that_a_policy_has_to_survive(string cron, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), CronExpressions.LongestGap(cron, From));

    [Fact]
    public void A_gap_that_comes_only_after_very_many_firings_is_found() =>
        Assert.Equal(new TimeSpan(2, 15, 1, 0), CronExpressions.LongestGap("0 * 9-17 ? * MON-FRI", From));

    [Theory]
    [InlineData("0 0 3 * * ? 2031")]
    [InlineData("0 0 3 * * ? 2001")]
    public void Firings_that_end_leave_a_gap_without_end(string cron) => Assert.Equal(TimeSpan.MaxValue, CronExpressions.LongestGap(cron, From));
}
