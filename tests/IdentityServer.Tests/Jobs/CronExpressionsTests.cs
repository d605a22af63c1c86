using System.Diagnostics;
using System.Globalization;
using IdentityServer.Jobs;
using Quartz;
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

    [Theory]
    [InlineData("* * * * * ?", "00:00:01")]
    [InlineData("0 0 * * * ?", "01:00:00")]
    [InlineData("0 0/7 * * * ?", "00:07:00")]
    [InlineData("0 * 9-17 ? * MON-FRI", "2.15:01:00")]
    [InlineData("* * * 1 * ?", "30.00:00:01")]
    [InlineData("* * 3 L * ?", "30.23:00:01")]
    [InlineData("* * 3 29 2 ?", "1460.23:00:01")]
    [InlineData("0 0 0 29 2 ? 2040-2099", "3696.12:00:00")]
    [InlineData("0 0 0 1 1 ? 2040-2099", "3637.12:00:00")]
    [InlineData("* * * ? 2 SUN#5", "10226.00:00:01")]
    public void A_gap_is_found_however_many_firings_come_before_it(string cron, string longest)
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(TimeSpan.Parse(longest, CultureInfo.InvariantCulture), CronExpressions.LongestGap(cron, From));
        // Thousands of firings are some milliseconds, millions are seconds: this tells them apart on a busy machine too.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("17,43 3/20 2,9-11 ? * MON-FRI")]
    [InlineData("5/25 59 0,23 1,15 * ?")]
    [InlineData("30 0/30 12-14 ? 1-6 TUE#2")]
    [InlineData("0 10,20 0/6 LW * ?")]
    public void It_is_what_counting_every_firing_finds(string cron)
    {
        var expression = CronExpression.Parse(cron).WithTimeZone(TimeZoneInfo.Utc);
        var (last, longest) = (From, TimeSpan.Zero);
        while (last < From.AddYears(2))
        {
            var next = expression.GetNextValidTimeAfter(last)!.Value;
            if (next - last > longest) longest = next - last;
            last = next;
        }
        Assert.Equal(longest, CronExpressions.LongestGap(cron, From));
    }

    [Theory]
    [InlineData("0 0 3 * * ? 2031")]
    [InlineData("0 0 3 * * ? 2001")]
    [InlineData("0 * * * * ? 2030-2031")]
    [InlineData("0 0 0 29 2 ? 2032")]
    [InlineData("0 0 15 15 1 ? 2030")]
    public void Firings_that_end_leave_a_gap_without_end(string cron) => Assert.Equal(TimeSpan.MaxValue, CronExpressions.LongestGap(cron, From));
}
