using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Users;

namespace IdentityServer.Domain.Sessions;

/// <summary>How long a session lives, and whether one still does. ASVS 7.3, NIST SP 800-63B-4 §5.2.</summary>
public static class SessionLifetime
{
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);
    public static readonly TimeSpan Absolute = TimeSpan.FromDays(14);

    /// <summary>How stale <see cref="Session.LastSeenAt"/> may be: a session in use is written this often, not at each request.</summary>
    public static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(5);

    public static bool IsLive(Session session, User user, DateTimeOffset now) =>
        session.EndedAt is null
        && now < session.ExpiresAt
        && now - session.LastSeenAt < Idle + TouchEvery
        && !user.Disabled
        && FixedTime.Equal(session.SecurityStamp, user.SecurityStamp);
}
