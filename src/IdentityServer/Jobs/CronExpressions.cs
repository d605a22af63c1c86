using Quartz;

namespace IdentityServer.Jobs;

/// <summary>What can be said of a cron expression before anything runs by it.</summary>
internal static class CronExpressions
{
    const int FewestFields = 6, MostFields = 7;

    // Every minute of three weeks, and every hour of two years: some tens of milliseconds.
    const int MostFirings = 30_000;

    /// <summary>A sentence for the operator; null where nothing is wrong.</summary>
    public static string? Problem(string cron)
    {
        var fields = cron.Split(' ', '\t').Count(field => field.Length > 0);
        if (fields is < FewestFields or > MostFields && !cron.StartsWith('@'))
            return $"'{cron}' has {fields} fields; a cron expression has six, or seven: second, minute, hour, day of the month, month, day of the week, and perhaps year.";
        try
        {
            return Parse(cron).GetNextValidTimeAfter(TimeProvider.System.GetUtcNow()) is null ? $"'{cron}' names no time that is yet to come." : null;
        }
        catch (FormatException wrong)
        {
            return $"'{cron}' is not a cron expression: {wrong.Message}";
        }
    }

    /// <summary>
    /// The longest time between two consecutive firings, of those in the two years that follow, or of the first thirty
    /// thousand. <see cref="TimeSpan.MaxValue"/> where they come to an end.
    /// </summary>
    public static TimeSpan LongestGap(string cron, DateTimeOffset from)
    {
        var expression = Parse(cron);
        var end = from.AddYears(2);
        var longest = TimeSpan.Zero;
        if (expression.GetNextValidTimeAfter(from) is not { } last) return TimeSpan.MaxValue;
        // The gap that reaches over the end counts, so a yearly firing has one.
        for (var firing = 1; firing < MostFirings && last < end; firing++)
        {
            if (expression.GetNextValidTimeAfter(last) is not { } next) return TimeSpan.MaxValue;
            if (next - last > longest) longest = next - last;
            last = next;
        }
        return longest;
    }

    static CronExpression Parse(string cron) => CronExpression.Parse(cron).WithTimeZone(TimeZoneInfo.Utc);
}
