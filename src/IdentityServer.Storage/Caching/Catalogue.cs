namespace IdentityServer.Storage.Caching;

/// <summary>Clients, resources, user pools, connections and trusted issuers in memory, for as long as the database is known to agree.</summary>
internal sealed class Catalogue(TimeProvider clock)
{
    /// <summary>After so long without word from the database a disabled client might still be served: fail closed.</summary>
    public static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(60);

    const long Never = long.MinValue;

    volatile Snapshot current = new();
    long seenStamp = -1;
    long confirmedAt = Never;

    /// <summary>
    /// Null while it is not to be trusted. A reader adds what it loads to the snapshot it got here <em>before</em> it
    /// asked the database: if there was a change meanwhile, that snapshot is no longer the current one.
    /// </summary>
    public Snapshot? Trusted
    {
        get
        {
            var at = Volatile.Read(ref confirmedAt);
            return at != Never && clock.GetElapsedTime(at) < TrustedFor ? current : null;
        }
    }

    /// <summary>After a change made here; it is the next reader that loads anew.</summary>
    public void Drop() => current = new();

    /// <summary>Waits for a change made here and drops what is known. Also when it failed: a commit whose answer was lost is a change too.</summary>
    public async ValueTask<T> AndDropAsync<T>(ValueTask<T> change)
    {
        try
        {
            return await change;
        }
        finally
        {
            Drop();
        }
    }

    /// <summary>The stamp that the database had at <paramref name="askedAt"/> or later. One caller at a time.</summary>
    public void Confirm(long stamp, long askedAt)
    {
        if (stamp != seenStamp) Drop();
        seenStamp = stamp;
        Volatile.Write(ref confirmedAt, askedAt);
    }
}
