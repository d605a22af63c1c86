using IdentityServer.Domain.Pools;

namespace IdentityServer.Domain.Configuration;

/// <summary>A user pool of the organization; its id is its identity.</summary>
public sealed record UserPoolDeclaration
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string Description { get; init; } = "";

    /// <summary>Null for a hosted pool.</summary>
    public TokenSource? Authorization { get; init; }
    public bool CompatibleLifetime { get; init; }

    /// <summary>Null leaves it as it is: who switched a pool off had a reason.</summary>
    public bool? Disabled { get; init; }

    public override string ToString() => $"user pool {Name}";
}
