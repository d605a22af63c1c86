using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Readers of the JWK set, as a test puts them there.</summary>
sealed class MemoryJwksReaders : IJwksReaderStore
{
    public List<JwksReader> Readers { get; } = [];

    public List<ClientRange> Ranges { get; } = [];

    public ValueTask SaveAsync(PoolId pool, IReadOnlyList<JwksReader> readers, CancellationToken ct)
    {
        Readers.AddRange(readers);
        return default;
    }

    public ValueTask SaveAsync(PoolId pool, IReadOnlyList<ClientRange> ranges, CancellationToken ct)
    {
        Ranges.AddRange(ranges);
        return default;
    }

    public ValueTask<StoredReaders> ListAsync(PoolId pool, DateTimeOffset since, CancellationToken ct) =>
        new(new StoredReaders([.. Readers.Where(reader => reader.PoolId == pool && reader.LastSeenAt >= since)], [.. Ranges.Where(range => range.PoolId == pool && range.LastSeenAt >= since)]));
}
