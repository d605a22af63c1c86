using System.Collections.Concurrent;

namespace IdentityServer.Domain.Jose;

/// <summary>
/// Instances of one key, each for one thread at a time: neither RSA nor ECDsa promises to serve two at once.
/// Nothing here waits; under contention there is simply one instance more.
/// </summary>
sealed class KeyPool(Func<IJwsKey> make)
{
    const int MaxIdle = 64;

    readonly ConcurrentQueue<IJwsKey> idle = new();
    IJwsKey? slot;
    volatile bool closed;

    public IJwsKey Rent()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var key = Interlocked.Exchange(ref slot, null);
        if (key is not null) return key;
        return idle.TryDequeue(out key) ? key : make();
    }

    /// <summary>An instance that threw is not given back; its handles fall to the collector.</summary>
    public void Return(IJwsKey key)
    {
        if (Interlocked.CompareExchange(ref slot, key, null) is not null)
        {
            if (idle.Count < MaxIdle) idle.Enqueue(key);
            else key.Dispose();
        }
        // Closing may have passed by between renting and now.
        if (closed) Close();
    }

    public void Close()
    {
        closed = true;
        Interlocked.Exchange(ref slot, null)?.Dispose();
        while (idle.TryDequeue(out var key)) key.Dispose();
    }
}
