using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>Who has read the JWK set, as noted by all nodes. Times only ever move forward, in whatever order nodes save.</summary>
public interface IJwksReaderStore
{
    /// <summary>Adds readers or raises their times. Each comes once.</summary>
    ValueTask SaveAsync(PoolId pool, IReadOnlyList<JwksReader> readers, CancellationToken ct);

    /// <inheritdoc cref="SaveAsync(PoolId, IReadOnlyList{JwksReader}, CancellationToken)"/>
    ValueTask SaveAsync(PoolId pool, IReadOnlyList<ClientRange> ranges, CancellationToken ct);

    /// <summary>Those seen since then.</summary>
    ValueTask<StoredReaders> ListAsync(PoolId pool, DateTimeOffset since, CancellationToken ct);
}
