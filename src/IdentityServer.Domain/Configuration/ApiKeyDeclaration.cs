using IdentityServer.Domain.Organizations;

namespace IdentityServer.Domain.Configuration;

/// <summary>A key for programs that administer the organization. Read and checked; this version does not apply it.</summary>
public sealed record ApiKeyDeclaration
{
    public const string Prefix = "idp_ak_";

    /// <summary>Characters after the prefix: a fast hash protects only what cannot be guessed.</summary>
    public const int ShortestKey = 32;

    public required string Name { get; init; }
    public required string Key { get; init; }
    public required MemberRole Role { get; init; }

    public override string ToString() => $"API key {Name}";
}
