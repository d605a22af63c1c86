using IdentityServer.Domain.Organizations;

namespace IdentityServer.Domain.Configuration;

/// <summary>A key for programs that administer the organization.</summary>
public sealed record ApiKeyDeclaration
{
    public required string Name { get; init; }

    /// <summary>The secret itself, as it stands in the file; only its digest is stored.</summary>
    public required string Key { get; init; }
    public required MemberRole Role { get; init; }

    /// <summary>The service client that it belongs to; null for a key of the organization itself.</summary>
    public string? SdkClientId { get; init; }

    public override string ToString() => $"API key {Name}";
}
