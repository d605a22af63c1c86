using System.Collections.Concurrent;
using System.Net;
using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Keys;

/// <summary>
/// Notes who reads the JWK set and which back ends are behind an address range: a lookup for each request, no lock, no
/// allocation and no database once somebody is known. What is new is stored every few seconds.
/// </summary>
internal sealed partial class JwksReaders : ILedger
{
    public const int MostRanges = 10_000;

    /// <summary>Names that nobody has looked up yet; beyond them a reader is known by its address range.</summary>
    public const int MostUnproven = 100;

    const string NameParameter = "client_id=";
    const int LongestName = 255;
    const int LongestPool = 64;

    static readonly TimeSpan SeenAgain = TimeSpan.FromMinutes(1);
    static readonly TimeSpan BackEndAgain = TimeSpan.FromDays(1);
    static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    readonly IJwksReaderStore store;
    readonly IClientStore clients;
    readonly TimeProvider clock;
    readonly ILogger<JwksReaders> log;
    readonly Sightings<(PoolId Pool, AddressRange Range)> ranges = new(MostRanges);
    readonly Sightings<(PoolId Pool, AddressRange Range, ClientId Client)> backEnds = new(MostRanges);

    // By pool, a blank, which no id has, and name.
    readonly Sightings<string> unproven = new(MostUnproven, StringComparer.Ordinal);
    readonly Sightings<string> named = new(int.MaxValue, StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Sighting>.AlternateLookup<ReadOnlySpan<char>> unprovenByName;
    readonly ConcurrentDictionary<string, Sighting>.AlternateLookup<ReadOnlySpan<char>> byName;
    int warned;

    public JwksReaders(IJwksReaderStore store, IClientStore clients, TimeProvider clock, ILogger<JwksReaders> log)
    {
        (this.store, this.clients, this.clock, this.log) = (store, clients, clock, log);
        unprovenByName = unproven.All.GetAlternateLookup<ReadOnlySpan<char>>();
        byName = named.All.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public TimeSpan Every { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Somebody has got the JWK set of this ring, or was told that it has it.</summary>
    public void Note(HttpContext http, KeyRing ring, DateTimeOffset now)
    {
        var from = AddressRange.Of(http.Connection.RemoteIpAddress);
        if (http.Request.QueryString.Value is { Length: > 0 } query && TryNoteName(ring.Pool, query, from, http, now, ring.AnnouncedAt)) return;
        if (from is not { } range) return;
        if (ranges.All.TryGetValue((ring.Pool, range), out var sighting)) sighting.See(now, ring.AnnouncedAt);
        else Note(ring.Pool, range, now, ring.AnnouncedAt, UserAgentOf(http));
    }

    /// <summary>A client has authenticated with a secret from there.</summary>
    public void NoteBackEnd(PoolId pool, IPAddress? address, ClientId client)
    {
        if (AddressRange.Of(address) is not { } range) return;
        var now = clock.GetUtcNow();
        if (backEnds.All.TryGetValue((pool, range, client), out var sighting)) sighting.See(now, default);
        else backEnds.TryAdd((pool, range, client), new(now, default, null, BackEndAgain));
    }

    public async Task WriteAsync(CancellationToken ct)
    {
        await ProveNamesAsync(ct);
        List<(Sighting Sighting, (DateTimeOffset, DateTimeOffset) Last)> stored = [];
        List<JwksReader> readers = [];
        foreach (var ((pool, range), sighting) in ranges.All) AddIfDue(pool, range, sighting, isClient: false);
        foreach (var (key, sighting) in named.All)
        {
            var (pool, name) = Parts(key);
            AddIfDue(pool, name, sighting, isClient: true);
        }
        List<ClientRange> behind = [];
        foreach (var ((pool, range, client), sighting) in backEnds.All)
        {
            var last = sighting.Last();
            if (!sighting.IsDue(last)) continue;
            stored.Add((sighting, last));
            behind.Add(new() { PoolId = pool, Range = range.ToString(), ClientId = client, LastSeenAt = last.SeenAt });
        }
        // First who is behind a range: it should not stand there as a stranger, and then under its name.
        foreach (var rows in behind.GroupBy(row => row.PoolId)) await store.SaveAsync(rows.Key, [.. rows], ct);
        foreach (var rows in readers.GroupBy(row => row.PoolId)) await store.SaveAsync(rows.Key, [.. rows], ct);
        foreach (var (sighting, last) in stored) sighting.Stored(last);
        Forget(clock.GetUtcNow() - Kept);

        void AddIfDue<T>(PoolId pool, T name, Sighting sighting, bool isClient) where T : notnull
        {
            var last = sighting.Last();
            if (!sighting.IsDue(last)) return;
            stored.Add((sighting, last));
            readers.Add(new()
            {
                PoolId = pool,
                Name = name.ToString()!,
                IsClient = isClient,
                FirstSeenAt = sighting.FirstAt,
                LastSeenAt = last.SeenAt,
                KeysAnnouncedAt = last.AnnouncedAt,
                UserAgent = sighting.UserAgent,
            });
        }
    }

    /// <summary>A name that is no client's means nothing: its bearer is known by the address range it came from.</summary>
    async Task ProveNamesAsync(CancellationToken ct)
    {
        foreach (var (key, sighting) in unproven.All)
        {
            var last = sighting.Last();
            var (pool, name) = Parts(key);
            if (await clients.FindAsync(pool, new(name), ct) is not null) named.TryAdd(key, sighting);
            else if (sighting.From is { } range) Note(pool, range, last.SeenAt, last.AnnouncedAt, sighting.UserAgent);
            unproven.Remove(key);
        }
        // Clients go, too. One that is there costs a lookup in memory.
        foreach (var (key, sighting) in named.All)
        {
            var (pool, name) = Parts(key);
            if (sighting.IsDue(sighting.Last()) && await clients.FindAsync(pool, new(name), ct) is null) named.Remove(key);
        }
    }

    bool TryNoteName(PoolId pool, string query, AddressRange? from, HttpContext http, DateTimeOffset now, DateTimeOffset announced)
    {
        var pairs = query.AsSpan(1);
        Span<char> key = stackalloc char[LongestPool + 1 + LongestName];
        foreach (var part in pairs.Split('&'))
        {
            var pair = pairs[part];
            if (!pair.StartsWith(NameParameter, StringComparison.Ordinal)) continue;
            var name = pair[NameParameter.Length..];
            if (name.Contains('%')) name = Uri.UnescapeDataString(name);
            if (name.Length > LongestName) return false;
            var length = Write(key, pool, name);
            if (byName.TryGetValue(key[..length], out var sighting) || unprovenByName.TryGetValue(key[..length], out sighting))
            {
                sighting.See(now, announced);
                return true;
            }
            return !unproven.IsFull && Ids.IsWellFormed(name.ToString()) && unproven.TryAdd(key[..length].ToString(), new(now, announced, UserAgentOf(http), SeenAgain) { From = from });
        }
        return false;
    }

    void Note(PoolId pool, AddressRange range, DateTimeOffset now, DateTimeOffset announced, string? userAgent)
    {
        if (ranges.All.TryGetValue((pool, range), out var sighting)) sighting.See(now, announced);
        else if (!ranges.TryAdd((pool, range), new(now, announced, userAgent, SeenAgain)) && Interlocked.Exchange(ref warned, 1) == 0) Full(MostRanges);
    }

    /// <summary>What was long ago makes room; in the database it stays a while longer.</summary>
    void Forget(DateTimeOffset before)
    {
        foreach (var (key, sighting) in ranges.All)
            if (sighting.Last().SeenAt < before) ranges.Remove(key);
        foreach (var (key, sighting) in named.All)
            if (sighting.Last().SeenAt < before) named.Remove(key);
        foreach (var (key, sighting) in backEnds.All)
            if (sighting.Last().SeenAt < before) backEnds.Remove(key);
    }

    static int Write(Span<char> key, PoolId pool, ReadOnlySpan<char> name)
    {
        var length = pool.Value.Length;
        pool.Value.CopyTo(key);
        key[length] = ' ';
        name.CopyTo(key[(length + 1)..]);
        return length + 1 + name.Length;
    }

    static (PoolId Pool, string Name) Parts(string key)
    {
        var blank = key.IndexOf(' ', StringComparison.Ordinal);
        return (new(key[..blank]), key[(blank + 1)..]);
    }

    static string? UserAgentOf(HttpContext http) => JwksReader.Shorten(http.Request.Headers.UserAgent);

    [LoggerMessage(EventId = 1263, Level = LogLevel.Warning, Message = "More than {Most} address ranges read the JWK set: further ones are not noted")]
    partial void Full(int most);
}
