namespace IdentityServer.Domain.Keys;

/// <summary>The spans that rotation is measured with. With them the two promises are arithmetic; see <see cref="KeyRotation"/>.</summary>
public static class KeyTimes
{
    /// <summary>The longest <c>max-age</c> that the JWK set is ever sent with, and so the bound after which a revoked key is gone from caches that obey it.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>The shortest: a cache is never told to ask on each request.</summary>
    public static readonly TimeSpan ShortestMaxAge = TimeSpan.FromSeconds(10);

    /// <summary>Between any two clocks: each may be a minute off, one ahead and one behind.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>Until a row that was committed is what every node publishes.</summary>
    public static readonly TimeSpan Propagation = TimeSpan.FromSeconds(5);

    /// <summary>No token lives longer that a key of the root's pool signs. A hosted user pool says for itself: <see cref="StoredKeys.LongestLifetime"/>.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);

    /// <summary>
    /// How far ahead of the tokens <see cref="SigningKey.SignedUntil"/> is raised: one write per half of it and pool,
    /// instead of one per token; and the time for which nodes sign on without the database.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    /// <summary>A key that was public for less has not reached every cache that obeys our <c>max-age</c>.</summary>
    public static readonly TimeSpan ShortestAnnouncement = MaxAge + Skew + Propagation;

    /// <summary>How long a key stays public after the last of its tokens has expired.</summary>
    public static readonly TimeSpan Afterlife = Skew + MaxAge;

    /// <summary>ID tokens come back as hints long after they have expired: OIDC Core §3.1.2.1, RP-Initiated Logout §4.</summary>
    public static readonly TimeSpan HintMemory = TimeSpan.FromDays(400);
}
