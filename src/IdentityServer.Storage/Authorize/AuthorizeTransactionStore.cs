using IdentityServer.Domain.Authorize;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Storage.Authorize;

internal sealed class AuthorizeTransactionStore(Archive archive) : IAuthorizeTransactionStore
{
    readonly Func<IdpContext, HandleDigest, CancellationToken, Task<AuthorizeTransaction?>> byDigest =
        EF.CompileAsyncQuery((IdpContext context, HandleDigest digest, CancellationToken ct) =>
            context.AuthorizeTransactions.AsNoTracking().FirstOrDefault(transaction => transaction.Digest == digest));

    public ValueTask AddAsync(AuthorizeTransaction transaction, CancellationToken ct) =>
        archive.InsertAsync(transaction.PoolId, transaction, ct);

    public ValueTask<AuthorizeTransaction?> FindAsync(PoolId pool, HandleDigest digest, CancellationToken ct) =>
        archive.ReadAsync(pool, byDigest, digest, ct);

    public async ValueTask RecordSignInAsync(PoolId pool, HandleDigest digest, SessionId session, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) =>
            Open(context, digest).ExecuteUpdateAsync(set => set
                .SetProperty(transaction => transaction.SignedInSession, session)
                .SetProperty(transaction => transaction.ConsentedScope, (ScopeSet?)null)
                .SetProperty(transaction => transaction.ConsentedBy, (UserId?)null), token), ct);

    public async ValueTask RecordConsentAsync(PoolId pool, HandleDigest digest, UserId user, ScopeSet scope, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) =>
            Open(context, digest).ExecuteUpdateAsync(set => set
                .SetProperty(transaction => transaction.ConsentedScope, scope)
                .SetProperty(transaction => transaction.ConsentedBy, user), token), ct);

    public ValueTask<bool> TakeAsync(PoolId pool, HandleDigest digest, DateTimeOffset now, CancellationToken ct) =>
        archive.WriteAsync(pool, async (context, token) =>
            await Open(context, digest).ExecuteUpdateAsync(set => set
                .SetProperty(transaction => transaction.TakenAt, now), token) == 1, ct);

    static IQueryable<AuthorizeTransaction> Open(IdpContext context, HandleDigest digest) =>
        context.AuthorizeTransactions.Where(transaction => transaction.Digest == digest && transaction.TakenAt == null);
}
