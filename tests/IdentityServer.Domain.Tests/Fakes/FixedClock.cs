namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>A clock that moves when it is told to.</summary>
sealed class FixedClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
