using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tokens;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryRevokedTokens : IRevokedTokenStore
{
    readonly HashSet<(PoolId, string)> rows = [];

    /// <summary>Makes the next addition fail, as a database that does not answer would.</summary>
    public Exception? Failure { get; set; }

    public int Count => rows.Count;

    public ValueTask AddAsync(PoolId pool, string jti, DateTimeOffset expiresAt, CancellationToken ct)
    {
        if (Failure is { } failure) throw failure;
        rows.Add((pool, jti));
        return default;
    }

    public ValueTask<bool> ContainsAsync(PoolId pool, string jti, CancellationToken ct) => new(rows.Contains((pool, jti)));
}
