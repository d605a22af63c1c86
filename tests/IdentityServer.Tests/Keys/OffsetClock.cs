using IdentityServer.Tests.Fixture;

namespace IdentityServer.Tests.Keys;

/// <summary>A node's clock: the one true time, and how far this node is off. Timers made from it run on real time.</summary>
internal sealed class OffsetClock(ManualClock truth, TimeSpan off) : TimeProvider
{
    public TimeSpan Off => off;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => truth.Now + off;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;
}
