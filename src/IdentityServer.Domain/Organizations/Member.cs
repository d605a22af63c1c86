namespace IdentityServer.Domain.Organizations;

/// <summary>A person who administers an organization; not a user of any pool.</summary>
public sealed class Member
{
    public required string Id { get; init; }
    public required string OrganizationId { get; init; }
    public required string Email { get; init; }

    /// <summary>Upper case; unique within the organization.</summary>
    public required string NormalizedEmail { get; init; }
    public string? PasswordHash { get; set; }
    public required MemberRole Role { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}
