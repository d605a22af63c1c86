namespace IdentityServer.Pages;

/// <summary>A mark on the time axis.</summary>
/// <param name="Label">The day, the month or the hour.</param>
/// <param name="Under">What that is part of, where it is a new one; else null.</param>
/// <param name="IsFine">Left out where there is little room.</param>
sealed record TimeTick(double X, string Label, string? Under, bool IsFine);

/// <summary>Divides a stretch of time at hours, midnights, Mondays or firsts of months, whichever suits its length. UTC.</summary>
static class TimeAxis
{
    const int MostTicks = 10;
    const int MostCoarseTicks = 5;

    /// <summary>A label is written to the right of its mark and needs room there.</summary>
    const double LastLabel = 83;

    static readonly DateTime Monday = new(2001, 1, 1);

    static readonly int[] Hours = [1, 2, 3, 6, 12];
    static readonly int[] Days = [1, 2, 7, 14];
    static readonly int[] Months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000];

    public static IReadOnlyList<TimeTick> Ticks(TimeWindow window)
    {
        var marks = Marks(window);
        var hours = marks.Count > 1 && marks[1] - marks[0] < TimeSpan.FromDays(1);
        var months = marks.TrueForAll(mark => mark.Day == 1 && mark.TimeOfDay == TimeSpan.Zero) && !hours && window.Span > TimeSpan.FromDays(60);
        var years = months && marks.TrueForAll(mark => mark.Month == 1);
        List<TimeTick> ticks = [];
        string? last = null;
        for (var n = 0; n < marks.Count; n++)
        {
            var mark = new DateTimeOffset(marks[n], TimeSpan.Zero);
            var fine = marks.Count > MostCoarseTicks && n % 2 == 1;
            var under = years ? null : Moment.Text(mark, hours ? "d MMM" : "yyyy");
            ticks.Add(window.X(mark) <= LastLabel
                ? new(window.X(mark), Moment.Text(mark, hours ? "HH:mm" : years ? "yyyy" : months ? "MMM" : "d MMM"), under != last ? under : null, fine)
                : new(window.X(mark), "", null, fine));
            // What only the wide picture shows must not be the one place that says which year it is.
            if (!fine || under == last) last = under;
        }
        return ticks;
    }

    static List<DateTime> Marks(TimeWindow window)
    {
        foreach (var hours in Hours)
            if (window.Span / TimeSpan.FromHours(hours) <= MostTicks) return Even(window, TimeSpan.FromHours(hours));
        foreach (var days in Days)
            if (window.Span / TimeSpan.FromDays(days) <= MostTicks) return Even(window, TimeSpan.FromDays(days));
        foreach (var months in Months)
            if (window.Span / TimeSpan.FromDays(30.4 * months) <= MostTicks) return Firsts(window, months);
        return [];
    }

    /// <summary>Counted from a Monday, so that weeks begin on one and the marks stay where they are from day to day.</summary>
    static List<DateTime> Even(TimeWindow window, TimeSpan step)
    {
        List<DateTime> marks = [];
        var first = (long)Math.Ceiling((window.From.UtcDateTime - Monday) / step);
        for (var mark = Monday + step * first; mark <= window.To.UtcDateTime; mark += step) marks.Add(mark);
        return marks;
    }

    static List<DateTime> Firsts(TimeWindow window, int step)
    {
        List<DateTime> marks = [];
        // Months since year 1; a time of its own, because the calendar ends where a step may still go on.
        var (from, last) = (window.From.UtcDateTime, DateTime.MaxValue.Year * 12 - 1);
        for (var month = ((from.Year - 1) * 12 + from.Month - 1) / step * step; month <= last; month += step)
        {
            var mark = new DateTime(month / 12 + 1, month % 12 + 1, 1);
            if (mark > window.To.UtcDateTime) break;
            if (mark >= from) marks.Add(mark);
        }
        return marks;
    }
}
