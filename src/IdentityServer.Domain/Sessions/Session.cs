using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Sessions;

/// <summary>A browser in which a user is signed in. The cookie holds a handle, this row its digest: ending the row ends the session everywhere.</summary>
public sealed class Session
{
    public required PoolId PoolId { get; init; }

    /// <summary>The <c>sid</c>; stays when the user signs in again in the same browser.</summary>
    public required SessionId Id { get; init; }

    /// <summary>Digest of the cookie's handle; a new one at each sign-in (session fixation, CWE-384).</summary>
    public required HandleDigest Digest { get; set; }
    public required UserId UserId { get; init; }

    /// <summary>The user's <see cref="Users.User.SecurityStamp"/> at sign-in.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>When the user last proved who they are: OIDC Core §2 <c>auth_time</c>.</summary>
    public required DateTimeOffset AuthTime { get; set; }

    /// <summary>How: RFC 8176 values, space-delimited.</summary>
    public required string Amr { get; set; }

    /// <summary>The connection that proved it; null where it was proved here.</summary>
    public string? ConnectionId { get; set; }

    /// <summary>Who the user is there.</summary>
    public string? UpstreamSubject { get; set; }

    /// <summary>The <c>sid</c> of the session there: Back-Channel Logout §2.1.</summary>
    public string? UpstreamSid { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Absolute end.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
