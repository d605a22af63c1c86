using IdentityServer.Domain.Tokens;

namespace IdentityServer.Storage.Tokens;

internal sealed class RevokedTokenStore(Archive archive) : IRevokedTokenStore
{
    readonly Func<IdpContext, string, CancellationToken, Task<bool>> contains =
        EF.CompileAsyncQuery((IdpContext context, string jti, CancellationToken ct) =>
            context.RevokedTokens.Any(token => token.Jti == jti));

    public async ValueTask AddAsync(PoolId pool, string jti, DateTimeOffset expiresAt, CancellationToken ct) =>
        // A second revocation finds the row there, which is what it wanted.
        _ = await archive.AddAsync(pool, new RevokedToken { PoolId = pool, Jti = jti, ExpiresAt = expiresAt }, ct);

    public ValueTask<bool> ContainsAsync(PoolId pool, string jti, CancellationToken ct) =>
        archive.ReadAsync(pool, contains, jti, ct);
}
