namespace IdentityServer.Tests.Keys;

/// <summary>SplitMix64: the same events in every run of a seed, so that a failure can be repeated.</summary>
internal sealed class Chance(ulong seed)
{
    ulong state = seed;

    public bool Of(double probability) => Roll() % 1_000_000 < probability * 1_000_000;

    public int Next(int below) => (int)(Roll() % (ulong)below);

    public T Pick<T>(IReadOnlyList<T> some) => some[Next(some.Count)];

    /// <summary>Whole microseconds, which is what PostgreSQL keeps.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromMicroseconds(Roll() % (ulong)Math.Max(1, (most - least).Ticks / TimeSpan.TicksPerMicrosecond));

    ulong Roll()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
