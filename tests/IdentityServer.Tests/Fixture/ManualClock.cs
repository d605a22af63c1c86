namespace IdentityServer.Tests.Fixture;

/// <summary>A clock that stands still until the test moves it. Timers made from it run on real time.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    readonly Lock gate = new();
    DateTimeOffset now = start;

    public ManualClock() : this(new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
                return now;
        }
        set
        {
            lock (gate)
                now = value;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public void Advance(TimeSpan by)
    {
        lock (gate)
            now += by;
    }
}
