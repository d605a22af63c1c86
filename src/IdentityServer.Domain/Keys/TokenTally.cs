using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Counts the tokens that this process signs, by key, minute of expiry and client, so that who revokes a key knows what that
/// kills. A token costs two lookups and an increment: no lock, no allocation, no database; what has changed is taken from
/// here and stored now and then.
/// </summary>
public sealed class TokenTally
{
    const int Minute = 60;

    readonly ConcurrentDictionary<Slot, Page> pages = new();

    /// <summary>Names this process among the nodes, and every start of it anew.</summary>
    public string Node { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <param name="expiresAt">The token's <c>exp</c>: RFC 7519 §4.1.4.</param>
    public void Count(PoolId pool, string kid, ClientId client, DateTimeOffset expiresAt)
    {
        Slot slot = new(pool, kid, (expiresAt.ToUnixTimeSeconds() + Minute - 1) / Minute);
        if (!pages.TryGetValue(slot, out var page)) page = pages.GetOrAdd(slot, static _ => new());
        page.Count(client.Value);
    }

    /// <summary>The rows that have changed since they were last taken; whoever cannot store them gives them back. What has expired is forgotten.</summary>
    public IReadOnlyList<TokenCount> TakeChanged(DateTimeOffset now)
    {
        List<TokenCount> rows = [];
        foreach (var (slot, page) in pages)
        {
            if (slot.ExpiresAt <= now) pages.TryRemove(slot, out _);
            else if (page.TakeIfChanged() is { } counts) rows.Add(new() { PoolId = slot.Pool, Kid = slot.Kid, Node = Node, ExpiresAt = slot.ExpiresAt, Counts = counts });
        }
        return rows;
    }

    /// <summary>These were not stored: they count as changed.</summary>
    public void GiveBack(IEnumerable<TokenCount> rows)
    {
        foreach (var row in rows)
            if (pages.TryGetValue(new(row.PoolId, row.Kid, row.ExpiresAt.ToUnixTimeSeconds() / Minute), out var page)) page.GiveBack();
    }

    readonly record struct Slot(PoolId Pool, string Kid, long LastMinute)
    {
        public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds(LastMinute * Minute);
    }

    /// <summary>The clients of one key and minute.</summary>
    sealed class Page
    {
        readonly ConcurrentDictionary<string, StrongBox<long>> counts = new(StringComparer.Ordinal);
        int changed;

        public void Count(string client)
        {
            if (!counts.TryGetValue(client, out var count)) count = counts.GetOrAdd(client, static _ => new());
            // First the count, then the mark, and taking goes the other way round: nothing that is counted stays unseen.
            Interlocked.Increment(ref count.Value);
            if (Volatile.Read(ref changed) == 0) Volatile.Write(ref changed, 1);
        }

        public SortedDictionary<string, long>? TakeIfChanged()
        {
            if (Interlocked.Exchange(ref changed, 0) == 0) return null;
            SortedDictionary<string, long> taken = new(StringComparer.Ordinal);
            foreach (var (client, count) in counts) taken[client] = Interlocked.Read(ref count.Value);
            return taken;
        }

        public void GiveBack() => Volatile.Write(ref changed, 1);
    }
}
