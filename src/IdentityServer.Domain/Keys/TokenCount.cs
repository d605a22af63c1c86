using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>How many tokens one node has signed with a key that expire in one minute, by client. Only that node writes it, so it overwrites.</summary>
public sealed class TokenCount
{
    public required PoolId PoolId { get; init; }
    public required string Kid { get; init; }

    /// <summary><see cref="TokenTally.Node"/> of the process that signed.</summary>
    public required string Node { get; init; }

    /// <summary>The end of the minute; then the row means nothing any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>By client id.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }
}
