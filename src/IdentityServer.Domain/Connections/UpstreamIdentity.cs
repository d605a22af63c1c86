using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Connections;

/// <summary>Who somebody is at a provider, and which user that is here. One identity is one user's, whoever asks when.</summary>
public sealed record UpstreamIdentity
{
    public required PoolId PoolId { get; init; }
    public required string ConnectionId { get; init; }

    /// <summary>What the connection's expression makes of the provider's claims: 1 to 255 characters.</summary>
    public required string Subject { get; init; }

    /// <summary>The connection's <see cref="Connection.Issuer"/> then; another one now makes it nobody's.</summary>
    public required string Issuer { get; init; }
    public required UserId UserId { get; init; }

    /// <summary>The provider's tokens, sealed, where the connection keeps them.</summary>
    public string? SealedTokens { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }
}
