using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Sessions;

/// <summary>Browser sessions.</summary>
public interface ISessionStore
{
    ValueTask AddAsync(Session session, CancellationToken ct);

    /// <summary>The row with its user, whatever their state; <see cref="SessionLifetime"/> says whether it is live.</summary>
    ValueTask<SessionOfUser?> FindAsync(PoolId pool, HandleDigest digest, CancellationToken ct);

    /// <summary>A new handle and proof for the same <c>sid</c>; true for exactly one caller per old digest, and only while it has not ended.</summary>
    ValueTask<bool> RenewAsync(Session renewed, HandleDigest oldDigest, CancellationToken ct);

    ValueTask TouchAsync(PoolId pool, SessionId id, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends it and revokes, in the same transaction, the token families that do not outlive their session. True for exactly one caller.</summary>
    ValueTask<bool> EndAsync(PoolId pool, SessionId id, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// The same for those that this provider session began, or, without a <paramref name="sid"/>, for all of this subject there.
    /// Returns how many; null where the notice counted before, which is written down in the same transaction.
    /// </summary>
    /// <param name="notice">What the provider told us by.</param>
    /// <param name="noticeExpiresAt">When it would be refused anyway.</param>
    ValueTask<int?> EndOfUpstreamAsync(PoolId pool, string connectionId, string? subject, string? sid, HandleDigest notice, DateTimeOffset noticeExpiresAt, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A session and whose it is.</summary>
public sealed record SessionOfUser(Session Session, User User);
