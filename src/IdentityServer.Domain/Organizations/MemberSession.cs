using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>A member's session: a bearer secret, of which only the digest is kept. It carries no role; that is the member's, at the time of each call.</summary>
public sealed class MemberSession
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>A UUID in text form.</summary>
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }
    public required string MemberId { get; init; }
    public required HandleDigest Digest { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Neither revoked nor over.</summary>
    public bool IsLive(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
