namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>A clock that a test moves.</summary>
sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    TimeSpan jumped;

    public DateTimeOffset Now { get; set; } = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Now += by;

    /// <summary>Somebody sets the calendar: no time passes.</summary>
    public void Jump(TimeSpan by)
    {
        Now += by;
        jumped += by;
    }

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => (Now - jumped).UtcTicks;
}
