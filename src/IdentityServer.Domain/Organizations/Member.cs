namespace IdentityServer.Domain.Organizations;

/// <summary>A person who administers an organization; not a user of any pool.</summary>
public sealed class Member
{
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }
    public string Name { get; set; } = "";
    public required string Email { get; init; }

    /// <summary>Upper case; unique within the organization.</summary>
    public required string NormalizedEmail { get; init; }
    public string? PasswordHash { get; set; }
    public required MemberRole Role { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int FailedLogins { get; set; }

    /// <summary>Until then even the right password is refused.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>A new one with every change: RFC 9110 §8.8.3.</summary>
    public string Version { get; set; } = "";
}
