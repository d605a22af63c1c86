using Quartz;

namespace IdentityServer.Jobs;

/// <summary>What can be said of a cron expression before anything runs by it.</summary>
internal static class CronExpressions
{
    const int FewestFields = 6, MostFields = 7;

    static readonly TimeSpan[] WithinADay = [TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)];
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

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
    /// The longest time without a firing in the two years that follow, up to the first and between any two. The one that
    /// reaches over the end counts as a whole; <see cref="TimeSpan.MaxValue"/> where firings come to an end.
    /// </summary>
    /// <remarks>
    /// Seconds, minutes and hours are chosen each by a field of its own, and so is the day: every day that fires does so at
    /// the same times (there is no summer time in UTC), and so does every hour and every minute. One of each is looked at,
    /// and then the days one by one: less than a thousand firings stand for sixty million.
    /// </remarks>
    public static TimeSpan LongestGap(string cron, DateTimeOffset from)
    {
        var expression = Parse(cron);
        if (expression.GetNextValidTimeAfter(from) is not { } first) return TimeSpan.MaxValue;
        var longest = first - from;

        // From the first to the last firing of what has been looked at so far: of a minute, of an hour, of a day.
        var span = TimeSpan.Zero;
        for (var i = 0; i < WithinADay.Length; i++)
        {
            var whole = i + 1 < WithinADay.Length ? WithinADay[i + 1] : Day;
            var start = Floor(first, whole);
            DateTimeOffset? begin = null, last = null;
            for (var next = Next(expression, start); next < start + whole; next = Next(expression, Floor(last.Value, WithinADay[i]) + WithinADay[i]))
            {
                begin ??= next;
                if (next - (last + span) is { } gap && gap > longest) longest = gap;
                last = next;
            }
            span = (last + span - begin).GetValueOrDefault();
        }

        var end = from.AddYears(2);
        var day = Next(expression, Floor(first, Day));
        while (day is { } one)
        {
            day = Next(expression, Floor(one, Day) + Day);
            if (day - (one + span) is { } gap && gap > longest) longest = gap;
            if (day > end) return longest;
        }
        return TimeSpan.MaxValue;
    }

    /// <summary>The first firing at that time or later.</summary>
    static DateTimeOffset? Next(CronExpression expression, DateTimeOffset at) => expression.GetNextValidTimeAfter(at.AddSeconds(-1));

    static DateTimeOffset Floor(DateTimeOffset at, TimeSpan unit) => new(at.UtcTicks - (at.UtcTicks % unit.Ticks), TimeSpan.Zero);

    static CronExpression Parse(string cron) => CronExpression.Parse(cron).WithTimeZone(TimeZoneInfo.Utc);
}
