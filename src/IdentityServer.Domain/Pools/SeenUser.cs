using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Pools;

/// <summary>Somebody of whom a token was issued or believed in a user pool.</summary>
public sealed class SeenUser
{
    public required PoolId PoolId { get; init; }

    /// <summary>The application's own id of the user: <c>sub</c>, or what the pool's id claim says.</summary>
    public required string AppUserId { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>To about a minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The <c>iss</c> of the last token, where it had one.</summary>
    public string? Issuer { get; init; }
}
