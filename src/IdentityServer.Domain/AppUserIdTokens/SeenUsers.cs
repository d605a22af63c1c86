using System.Collections.Concurrent;
using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.AppUserIdTokens;

/// <summary>
/// Notes who was seen in which pool, about once a minute each: this node remembers whom it has noted. A verdict does not
/// wait for it: whoever verifies awaits the note afterwards, and decides what a store that is away means.
/// </summary>
public sealed class SeenUsers(ISeenUserStore store, TimeProvider clock)
{
    /// <summary>More are forgotten all at once, and noted again when they come back.</summary>
    public const int MaxRemembered = 100_000;

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    Noted noted = new(DateTimeOffset.MinValue);

    public ValueTask NoteAsync(PoolId pool, string appUserId, string? issuer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var recent = Recent(now);
        return recent.Users.ContainsKey((pool, appUserId)) ? default : NoteAsync(recent, pool, appUserId, issuer, now, ct);
    }

    public ValueTask NoteAsync(BelievedToken token, CancellationToken ct) => NoteAsync(token.UserPoolId, token.AppUserId, token.Issuer, ct);

    async ValueTask NoteAsync(Noted recent, PoolId pool, string appUserId, string? issuer, DateTimeOffset now, CancellationToken ct)
    {
        await store.NoteAsync(pool, appUserId, Ids.IsText(issuer) ? issuer : null, now, ct);
        // Only now: what was not stored is not noted.
        if (recent.Users.TryAdd((pool, appUserId), default)) Interlocked.Increment(ref recent.Count);
    }

    /// <summary>Whom this minute has noted; a clock that was set back begins a new one too.</summary>
    Noted Recent(DateTimeOffset now)
    {
        var seen = Volatile.Read(ref noted);
        if ((now - seen.Since).Duration() < Minute && Volatile.Read(ref seen.Count) < MaxRemembered) return seen;
        var fresh = new Noted(now);
        var before = Interlocked.CompareExchange(ref noted, fresh, seen);
        return before == seen ? fresh : before;
    }

    sealed class Noted(DateTimeOffset since)
    {
        public DateTimeOffset Since => since;

        public ConcurrentDictionary<(PoolId Pool, string AppUserId), byte> Users { get; } = new();

        public int Count;
    }
}
