namespace IdentityServer.Storage.Tests.Fixture;

/// <summary>A clock that moves when it is told.</summary>
public sealed class Clock : TimeProvider
{
    long ticks = Rows.Now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
