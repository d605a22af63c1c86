using System.Collections.Concurrent;

namespace IdentityServer.Keys;

/// <summary>Who was seen, by whatever they are known: so many at once and no more, because callers choose what they are known by.</summary>
internal sealed class Sightings<T>(int most, IEqualityComparer<T>? comparer = null) where T : notnull
{
    readonly ConcurrentDictionary<T, Sighting> all = new(comparer);
    int count;

    public ConcurrentDictionary<T, Sighting> All => all;

    /// <summary>Nobody goes to make room: false where there is none.</summary>
    public bool TryAdd(T key, Sighting sighting)
    {
        // Its own counter: a concurrent dictionary locks itself to be counted.
        if (Interlocked.Increment(ref count) > most)
        {
            Interlocked.Decrement(ref count);
            return false;
        }
        // Where somebody else was first their sighting is as good.
        if (!all.TryAdd(key, sighting)) Interlocked.Decrement(ref count);
        return true;
    }

    public bool IsFull => Volatile.Read(ref count) >= most;

    public void Remove(T key)
    {
        if (all.TryRemove(key, out _)) Interlocked.Decrement(ref count);
    }
}
