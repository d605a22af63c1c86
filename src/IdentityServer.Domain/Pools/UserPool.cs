using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Pools;

/// <summary>
/// The users of an organization's applications. A hosted pool has an issuer, keys and users here; of a self-provided one
/// the team's own provider signs, and we verify its tokens. Immutable once read; changes make a new one.
/// </summary>
public sealed record UserPool
{
    /// <summary>A UUID in text form, never used again.</summary>
    public required PoolId Id { get; init; }
    public required string OrganizationId { get; init; }
    public required string Name { get; init; }
    public string Description { get; init; } = "";

    /// <summary>Null for a hosted pool. A pool stays what it was made as.</summary>
    public TokenSource? Authorization { get; init; }

    /// <summary>Tokens may live for the six months that hosted services give, and do unless they ask for less: <see cref="AppUserIdTokenTimes"/>.</summary>
    public bool CompatibleLifetime { get; init; }

    /// <summary>Nothing is issued and nothing believed.</summary>
    public bool Disabled { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A new one with every change: RFC 9110 §8.8.3.</summary>
    public required string Version { get; init; }

    /// <summary>The row stays, so that its id is never used again.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    public bool IsHosted => Authorization is null;

    /// <summary>Neither disabled nor deleted.</summary>
    public bool IsLive => !Disabled && DeletedAt is null;
}
