using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Organizations;

/// <summary>
/// What a program administers an organization with: a bearer secret, of which only the digest is kept. RFC 6750 §5.3.
/// </summary>
public sealed class ApiKey
{
    /// <summary>A UUID in text form; what the audit log names the key by.</summary>
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }
    public required string Name { get; set; }

    /// <summary>Unique among all keys of the installation, the revoked ones too.</summary>
    public required HandleDigest Digest { get; init; }

    /// <summary>The first characters of the key, by which its owner knows it again.</summary>
    public required string Prefix { get; init; }
    public required MemberRole Role { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The service client that it belongs to; null for a key of the organization itself.</summary>
    public string? ClientId { get; init; }

    /// <summary>The member who made it, and with whom it goes; null where nobody did.</summary>
    public string? MadeBy { get; init; }

    /// <summary>To about a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Neither revoked nor over.</summary>
    public bool IsLive(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}
