using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Who was noted, in order; and away when a test says so.</summary>
sealed class MemorySeenUsers : ISeenUserStore
{
    public List<SeenUser> Notes { get; } = [];

    public bool IsAway { get; set; }

    public ValueTask<SeenUser?> FindAsync(PoolId pool, string appUserId, CancellationToken ct) =>
        new(Notes.LastOrDefault(note => note.PoolId == pool && note.AppUserId == appUserId));

    public ValueTask<IReadOnlyList<SeenUser>> ListAsync(PoolId pool, string? after, int limit, CancellationToken ct) =>
        new([.. Notes.Where(note => note.PoolId == pool && string.CompareOrdinal(note.AppUserId, after) > 0)
            .GroupBy(note => note.AppUserId).Select(group => group.Last()).OrderBy(note => note.AppUserId, StringComparer.Ordinal).Take(limit)]);

    public ValueTask NoteAsync(PoolId pool, string appUserId, string? issuer, DateTimeOffset now, CancellationToken ct)
    {
        if (IsAway) throw new TimeoutException("The database does not answer.");
        Notes.Add(new() { PoolId = pool, AppUserId = appUserId, FirstSeenAt = now, LastSeenAt = now, Issuer = issuer });
        return default;
    }
}
