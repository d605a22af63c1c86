using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Pools;

/// <summary>Who has been seen in which user pool.</summary>
public interface ISeenUserStore
{
    ValueTask<SeenUser?> FindAsync(PoolId pool, string appUserId, CancellationToken ct);

    /// <summary>In the order of their ids.</summary>
    /// <param name="after">The id of the last one seen.</param>
    ValueTask<IReadOnlyList<SeenUser>> ListAsync(PoolId pool, string? after, int limit, CancellationToken ct);

    /// <summary>Adds the user, or moves the time forward; at the same moment on many nodes too. An id that cannot be stored is not noted, and such an issuer left out.</summary>
    ValueTask NoteAsync(PoolId pool, string appUserId, string? issuer, DateTimeOffset now, CancellationToken ct);
}
