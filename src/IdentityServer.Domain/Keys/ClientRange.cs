using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>A confidential client has authenticated from this address range: a back end, so that what reads the JWK set from there is it, or its neighbour.</summary>
public sealed class ClientRange
{
    public required PoolId PoolId { get; init; }

    /// <summary>As in <see cref="JwksReader.Name"/>.</summary>
    public required string Range { get; init; }
    public required ClientId ClientId { get; init; }

    /// <summary>At most a day behind.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }
}
