using IdentityServer.Domain.Tokens;

namespace IdentityServer.Storage.Tokens;

internal sealed class SpentTokenStore(Archive archive) : ISpentTokenStore
{
    public ValueTask<bool> TakeAsync(PoolId pool, HandleDigest digest, DateTimeOffset expiresAt, CancellationToken ct) =>
        archive.AddAsync(pool, new SpentToken { PoolId = pool, Digest = digest, ExpiresAt = expiresAt }, ct);
}
