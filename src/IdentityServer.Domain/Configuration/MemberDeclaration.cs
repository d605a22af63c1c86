using IdentityServer.Domain.Organizations;

namespace IdentityServer.Domain.Configuration;

/// <summary>A person who administers the organization.</summary>
public sealed record MemberDeclaration
{
    public required string Email { get; init; }
    public required MemberRole Role { get; init; }

    /// <summary>The initial one: set when the member is created, and theirs from then on. Null leaves them without.</summary>
    public string? Password { get; init; }

    public override string ToString() => $"member {Email}";
}
