using System.Collections.Concurrent;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemorySpentTokens : ISpentTokenStore
{
    readonly ConcurrentDictionary<(PoolId, HandleDigest), DateTimeOffset> rows = [];

    public IReadOnlyList<DateTimeOffset> Until => [.. rows.Values];

    public ValueTask<bool> TakeAsync(PoolId pool, HandleDigest digest, DateTimeOffset expiresAt, CancellationToken ct) => new(rows.TryAdd((pool, digest), expiresAt));
}
