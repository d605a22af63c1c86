using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>How often the keys of a pool and algorithm change, and how long before that the next one is public.</summary>
public sealed class RotationPolicy
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromDays(90);
    public static readonly TimeSpan DefaultAnnounceBefore = TimeSpan.FromDays(14);

    /// <summary>Longer than this a step must not wait for its turn: keys would stay public, or private, after their time.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>Beyond this a number is a slip of the finger, and no arithmetic with dates may overflow over it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>What relying parties keep a JWK set for that take no notice of <c>max-age</c>; the longest default known is 24 h.</summary>
    public static readonly TimeSpan StubbornCache = TimeSpan.FromHours(24);

    /// <summary>Characters of <see cref="Schedule"/>.</summary>
    public const int LongestSchedule = 128;

    public required PoolId PoolId { get; init; }
    public required string Algorithm { get; init; }

    /// <summary>A key signs for this long.</summary>
    public required TimeSpan Interval { get; set; }

    /// <summary>Its successor is public for this long before it signs.</summary>
    public required TimeSpan AnnounceBefore { get; set; }

    /// <summary>When a look is taken at what is due: a Quartz cron expression, UTC.</summary>
    public required string Schedule { get; set; }

    /// <summary>Why this would break what relying parties count on, or null.</summary>
    /// <param name="longestPause">The longest time between two firings of <see cref="Schedule"/>.</param>
    public string? Problem(TimeSpan longestPause)
    {
        if (Interval > Longest || AnnounceBefore > Longest) return $"has a time longer than {Text(Longest)}.";
        if (AnnounceBefore < KeyTimes.ShortestAnnouncement)
            return $"announces a key only {Text(AnnounceBefore)} before it signs. Relying parties may keep the JWK set for {Text(KeyTimes.MaxAge)} and clocks differ: "
                + $"at least {Text(KeyTimes.ShortestAnnouncement)} are needed, and {Text(StubbornCache)} for libraries that cache for a day whatever we say.";
        if (Interval < AnnounceBefore)
            return $"changes keys every {Text(Interval)} and announces them {Text(AnnounceBefore)} before: the interval must be at least as long as the announcement.";
        if (longestPause > LongestPause)
            return $"looks after the keys only every {Text(longestPause)}. Keys would stay public long after their time: let the schedule fire at least every {Text(LongestPause)}.";
        if (longestPause > AnnounceBefore)
            return $"looks after the keys every {Text(longestPause)}, less often than the {Text(AnnounceBefore)} of the announcement: rotations would always be late.";
        return null;
    }

    /// <summary>What is allowed and may still surprise somebody, or null.</summary>
    public string? Warning => AnnounceBefore < StubbornCache
        ? $"Libraries that cache the JWK set for up to {Text(StubbornCache)} (12 h is common) will refuse tokens for a while after each rotation."
        : null;

    static string Text(TimeSpan span) => span.ToString("c", System.Globalization.CultureInfo.InvariantCulture);
}
