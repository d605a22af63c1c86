using System.Globalization;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Pages;

/// <summary>A bar, or the part of one that has one look. Across in hundredths of the drawing's width.</summary>
/// <param name="IsPlanned">It lies after now.</param>
sealed record TimelineBar(KeyPhase Phase, bool IsPlanned, double X, double Width)
{
    public string Look => (Phase, IsPlanned) switch
    {
        (KeyPhase.Announced, _) => "bar-announced",
        (KeyPhase.Signs, _) => "bar-signs",
        _ => "bar-retired",
    } + (IsPlanned ? " bar-planned" : "");
}

/// <summary>The line of one key: what it is called, and its bars, which follow each other.</summary>
/// <param name="Kid">Null for a key that is still to be made.</param>
/// <param name="Top">Down in pixels: letters keep their size whatever the width.</param>
/// <param name="LabelX">Where the label begins, or ends.</param>
/// <param name="CutX">Where the key was revoked, if that is within sight.</param>
sealed record TimelineRow(string? Kid, string Words, int Top, double LabelX, bool LabelEnds, IReadOnlyList<TimelineBar> Bars, double? CutX)
{
    public string ShortKid => Kid is null ? "next key" : KeyTimeline.Short(Kid);
}

/// <summary>The drawing of one algorithm's keys, oldest first.</summary>
/// <param name="Older">Keys of that algorithm for which there is no room.</param>
sealed record TimelineBand(string Algorithm, TimeWindow Window, IReadOnlyList<TimelineRow> Rows, IReadOnlyList<TimeTick> Ticks, double NowX, int Height, int Older);

/// <summary>
/// Draws the life of keys: a pure function of keys, policies and time. Across it measures in hundredths of the width and down
/// in pixels, so that one drawing serves a phone and a wall and its letters are as large as the page's.
/// </summary>
static class KeyTimeline
{
    public const int HeadHeight = 58;
    public const int RowHeight = 42;

    /// <summary>From the top of a row to its bar, below the label.</summary>
    public const int BarTop = 19;
    public const int BarHeight = 14;

    /// <summary>More lines than this tell nobody more.</summary>
    public const int MostRows = 8;

    /// <summary>What happened has to be seen, however short it was.</summary>
    public const double Narrowest = 0.9;

    /// <summary>A label that begins further right ends at its bar's end instead: the longest takes half of a phone.</summary>
    const double LastLabel = 44;

    static readonly TimeSpan Brief = TimeSpan.FromDays(4);

    /// <summary>A band for each algorithm. Those with the same policy share a window, so that their bands can be compared.</summary>
    public static IReadOnlyList<TimelineBand> Draw(IReadOnlyList<SigningKey> keys, IReadOnlyList<RotationPolicy> policies, DateTimeOffset now)
    {
        var bands = new List<TimelineBand>();
        var sketches = policies.Select(policy => policy.Algorithm).Concat(keys.Select(key => key.Algorithm).Order(StringComparer.Ordinal)).Distinct()
            .Select(algorithm => Sketch.Of(keys, algorithm, policies.FirstOrDefault(policy => policy.Algorithm == algorithm), now)).ToList();
        foreach (var sketch in sketches)
        {
            var alike = sketches.Where(other => other.Rhythm == sketch.Rhythm).Select(other => (other.Plan, other.Lives));
            bands.Add(Band(sketch, TimeWindow.Of(alike, TimeWindow.IntervalOf(sketch.Policy), now), now));
        }
        return bands;
    }

    /// <summary>Enough of a name to know it by; the ends of thumbprints are as good as their beginnings.</summary>
    public static string Short(string kid) => kid.Length <= 10 ? kid : kid[..8] + "…";

    /// <summary>As an SVG attribute.</summary>
    public static string Percent(double x) => string.Create(CultureInfo.InvariantCulture, $"{x:0.##}%");

    static TimelineBand Band(Sketch sketch, TimeWindow window, DateTimeOffset now)
    {
        List<TimelineRow> rows = [];
        var shown = sketch.Keys.Zip(sketch.Lives).Where(pair => pair.Second.To >= window.From).ToList();
        foreach (var (key, life) in shown.Skip(shown.Count - MostRows)) rows.Add(Row(key.Kid, Words(key, sketch.Plan, window), life));
        if (sketch.Plan is { CreateAt: { } create, TakeOverAt: { } takeOver })
            rows.Add(Row(null, $"public {When(create, window)}, signs {When(takeOver, window)}", KeyLife.Coming(create, takeOver)));
        return new(sketch.Algorithm, window, rows, TimeAxis.Ticks(window), window.X(now), HeadHeight + RowHeight * rows.Count + 6, sketch.Keys.Count - Math.Min(shown.Count, MostRows));

        TimelineRow Row(string? kid, string words, KeyLife life)
        {
            var bars = Bars(life, window, now);
            var (left, right) = (bars[0].X, bars[^1].X + bars[^1].Width);
            var ends = left > LastLabel;
            double? cut = life.CutAt is { } at && window.Has(at) ? Math.Clamp(Math.Max(window.X(at), right), 0, 100) : null;
            return new(kid, words, HeadHeight + RowHeight * rows.Count, ends ? Math.Max(right, 100 - LastLabel) : left, ends, bars, cut);
        }
    }

    static List<TimelineBar> Bars(KeyLife life, TimeWindow window, DateTimeOffset now)
    {
        List<TimelineBar> bars = [];
        var edge = 0.0;
        foreach (var span in life.Spans)
        {
            if (span.To < window.From && span != life.Spans[^1]) continue;
            if (span.From > window.To) break;
            if (span.From <= now) Add(span.Phase, false, span.From, span.To < now ? span.To : now);
            if (span.To > now) Add(span.Phase, true, span.From > now ? span.From : now, span.To);
        }
        return bars;

        void Add(KeyPhase phase, bool planned, DateTimeOffset from, DateTimeOffset to)
        {
            // What has no length yet is only the beginning of what is planned.
            if (!planned && from == now && life.To > now) return;
            var left = Math.Min(Math.Max(window.X(from), edge), 100 - Narrowest);
            // The remainder of something, too short to see, is no new thing to be seen.
            var right = Math.Max(window.X(to), planned && bars.Count > 0 && from == now ? left : left + Narrowest);
            if (right - left <= 0) return;
            edge = right;
            bars.Add(new(phase, planned, left, right - left));
        }
    }

    /// <summary>What a key does, in few words.</summary>
    static string Words(SigningKey key, KeyPlan plan, TimeWindow window) => key.State switch
    {
        KeyState.Announced => key == plan.Successor && plan.TakeOverAt is { } takeOver ? $"signs from {When(takeOver, window)}" : "does not sign yet",
        KeyState.Active => $"signs since {When(key.ActivatedAt!.Value, window)}",
        KeyState.Retired => "signs no more, still public",
        KeyState.Withdrawn => $"signed until {When(key.RetiredAt ?? key.WithdrawnAt!.Value, window)}",
        _ => $"revoked {When(key.RevokedAt!.Value, window)}",
    };

    static string When(DateTimeOffset time, TimeWindow window) => window.Span < Brief ? Moment.Text(time, "d MMM HH:mm") : Moment.Day(time);

    /// <summary>One algorithm before it is known how wide a window it shares.</summary>
    sealed record Sketch(string Algorithm, RotationPolicy? Policy, KeyPlan Plan, IReadOnlyList<SigningKey> Keys, IReadOnlyList<KeyLife> Lives)
    {
        public (TimeSpan?, TimeSpan?) Rhythm => (Policy?.Interval, Policy?.AnnounceBefore);

        public static Sketch Of(IReadOnlyList<SigningKey> all, string algorithm, RotationPolicy? policy, DateTimeOffset now)
        {
            var plan = KeyPlan.Of(all, algorithm, policy, now);
            SigningKey[] keys = [.. all.Where(key => key.Algorithm == algorithm).OrderBy(key => key.Generation)];
            return new(algorithm, policy, plan, keys, [.. keys.Select(key => KeyLife.Of(key, plan, now))]);
        }
    }
}
