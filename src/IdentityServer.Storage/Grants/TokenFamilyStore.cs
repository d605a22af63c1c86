using IdentityServer.Domain.Grants;

namespace IdentityServer.Storage.Grants;

internal sealed class TokenFamilyStore(Archive archive) : ITokenFamilyStore
{
    // Compiled queries belong to one model, that is to one provider, so they are the store's and not static.
    readonly Func<IdpContext, HandleDigest, CancellationToken, Task<FamilyOfUser?>> byCode =
        EF.CompileAsyncQuery((IdpContext context, HandleDigest code, CancellationToken ct) =>
            context.TokenFamilies.AsNoTracking().Where(family => family.CodeDigest == code)
                .LeftJoin(context.Users, family => family.UserId, user => user.Id, (family, user) => new FamilyOfUser(family, user))
                .FirstOrDefault());

    readonly Func<IdpContext, FamilyId, CancellationToken, Task<FamilyOfUser?>> byId =
        EF.CompileAsyncQuery((IdpContext context, FamilyId id, CancellationToken ct) =>
            context.TokenFamilies.AsNoTracking().Where(family => family.Id == id)
                .LeftJoin(context.Users, family => family.UserId, user => user.Id, (family, user) => new FamilyOfUser(family, user))
                .FirstOrDefault());

    public ValueTask AddAsync(TokenFamily family, CancellationToken ct) => archive.InsertAsync(family.PoolId, family, ct);

    public ValueTask<FamilyOfUser?> FindByCodeAsync(PoolId pool, HandleDigest code, CancellationToken ct) =>
        archive.ReadAsync(pool, byCode, code, ct);

    public ValueTask<FamilyOfUser?> FindAsync(PoolId pool, FamilyId id, CancellationToken ct) =>
        archive.ReadAsync(pool, byId, id, ct);

    public ValueTask<bool> TakeCodeAsync(PoolId pool, FamilyId id, DateTimeOffset now, DateTimeOffset? refreshExpiresAt, CancellationToken ct) =>
        archive.WriteAsync(pool, async (context, token) =>
            await context.TokenFamilies
                .Where(family => family.Id == id && family.CodeTakenAt == null && family.RevokedAt == null)
                .ExecuteUpdateAsync(set =>
                {
                    set.SetProperty(family => family.CodeTakenAt, now);
                    if (refreshExpiresAt is null) return;
                    set.SetProperty(family => family.Generation, 1)
                        .SetProperty(family => family.RotatedAt, now)
                        .SetProperty(family => family.RefreshExpiresAt, refreshExpiresAt);
                }, token) == 1, ct);

    public ValueTask<int> CountWrongVerifierAsync(PoolId pool, FamilyId id, CancellationToken ct) =>
        // The update locks the row until the commit, so the count that is read is this caller's own.
        archive.WriteTogetherAsync(pool, async (context, token) =>
        {
            await context.TokenFamilies.Where(family => family.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(family => family.WrongVerifiers, family => family.WrongVerifiers + 1), token);
            return await context.TokenFamilies.Where(family => family.Id == id)
                .Select(family => family.WrongVerifiers).FirstOrDefaultAsync(token);
        }, ct);

    public ValueTask<bool> RotateAsync(PoolId pool, FamilyId id, int generation, DateTimeOffset now, CancellationToken ct) =>
        archive.WriteAsync(pool, async (context, token) =>
            await context.TokenFamilies
                .Where(family => family.Id == id && family.Generation == generation && family.RevokedAt == null)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(family => family.Generation, generation + 1)
                    .SetProperty(family => family.RotatedAt, now), token) == 1, ct);

    public async ValueTask RevokeAsync(PoolId pool, FamilyId id, DateTimeOffset now, CancellationToken ct) =>
        await archive.WriteAsync(pool, (context, token) =>
            context.TokenFamilies.Where(family => family.Id == id && family.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(family => family.RevokedAt, now), token), ct);
}
