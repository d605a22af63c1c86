using IdentityServer.Domain.Keys;

namespace IdentityServer.Pages;

/// <summary>The stretch of time that a timeline shows, and where in it a moment lies: 0 is the left edge, 100 the right.</summary>
readonly record struct TimeWindow(DateTimeOffset From, DateTimeOffset To)
{
    static readonly TimeSpan Shortest = TimeSpan.FromHours(6);

    public TimeSpan Span => To - From;

    /// <summary>Moments outside lie on the edge.</summary>
    public double X(DateTimeOffset time) => Math.Clamp((time - From) / Span * 100, 0, 100);

    public bool Has(DateTimeOffset time) => time >= From && time <= To;

    /// <summary>
    /// From the oldest key that was public within the last interval, to the last take-over that is planned, and some room
    /// on either side to see that something came before and comes after.
    /// </summary>
    public static TimeWindow Of(IEnumerable<(KeyPlan Plan, IReadOnlyList<KeyLife> Lives)> algorithms, TimeSpan interval, DateTimeOffset now)
    {
        var horizon = Move(now, -interval);
        var (from, to) = (now, now);
        foreach (var (plan, lives) in algorithms)
        {
            foreach (var life in lives)
            {
                if (life.To < horizon) continue;
                var begins = life.From < horizon ? horizon : life.From;
                if (begins < from) from = begins;
                // Another node's clock may be ahead of ours.
                if (begins > to) to = begins;
            }
            if (plan.TakeOverAt is { } takeOver && takeOver > to) to = takeOver;
        }
        if (to - from < Shortest) (from, to) = (Move(from, -Shortest / 2), Move(to, Shortest / 2));
        var span = to - from;
        return new(Move(from, span * -0.08), Move(to, span * 0.14));
    }

    /// <summary>Time begins and ends.</summary>
    static DateTimeOffset Move(DateTimeOffset time, TimeSpan by)
    {
        if (by < TimeSpan.Zero) return time - DateTimeOffset.MinValue < -by ? DateTimeOffset.MinValue : time + by;
        return DateTimeOffset.MaxValue - time < by ? DateTimeOffset.MaxValue : time + by;
    }

    /// <summary>How long a key of this policy signs; without one there is nothing to go by but what is usual.</summary>
    public static TimeSpan IntervalOf(RotationPolicy? policy) => policy?.Interval ?? RotationPolicy.DefaultInterval;
}
