using System.Text.Json;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Configuration;

/// <summary>A person of a pool. What is null or not among the claims is left as it is.</summary>
public sealed record UserDeclaration
{
    public required string Username { get; init; }

    /// <summary>default, or the id of a hosted user pool.</summary>
    public string Pool { get; init; } = PoolId.Default.Value;
    public string? Email { get; init; }

    /// <summary>Where it is null, a new or changed address is unverified.</summary>
    public bool? EmailVerified { get; init; }

    /// <summary>The initial one: set when the user is created, and theirs from then on. Null leaves them without.</summary>
    public string? Password { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Claims { get; init; } = new Dictionary<string, JsonElement>();

    public override string ToString() => $"user {Username}";
}
