using IdentityServer.Domain.Consents;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Storage.Consents;

internal sealed class ConsentStore(Archive archive) : IConsentStore
{
    public ValueTask<Consent?> FindAsync(PoolId pool, UserId user, ClientId client, CancellationToken ct) =>
        archive.ReadAsync(pool, (context, token) => Of(context, user, client).FirstOrDefaultAsync(token), ct);

    public async ValueTask GrantAsync(PoolId pool, UserId user, ClientId client, ScopeSet scope, DateTimeOffset now, CancellationToken ct)
    {
        // Two tabs may agree to different things at once: the union is written only over the set it was made from.
        while (!await archive.TryWriteAsync(pool, async (context, token) =>
        {
            if (await Of(context, user, client).FirstOrDefaultAsync(token) is not { } earlier)
            {
                context.Add(new Consent { PoolId = pool, UserId = user, ClientId = client, Scope = scope, GrantedAt = now });
                return await context.SaveChangesAsync(token) == 1;
            }
            var union = earlier.Scope.Union(scope);
            return await context.Consents
                .Where(consent => consent.UserId == user && consent.ClientId == client && consent.Scope == earlier.Scope)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(consent => consent.Scope, union)
                    .SetProperty(consent => consent.GrantedAt, now), token) == 1;
        }, ct)) ct.ThrowIfCancellationRequested();
    }

    public ValueTask<bool> RevokeAsync(PoolId pool, UserId user, ClientId client, DateTimeOffset now, CancellationToken ct) =>
        archive.WriteTogetherAsync(pool, async (context, token) =>
        {
            var forgotten = await context.Consents.Where(consent => consent.UserId == user && consent.ClientId == client)
                .ExecuteDeleteAsync(token) == 1;
            await context.TokenFamilies
                .Where(family => family.UserId == user && family.ClientId == client && family.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(family => family.RevokedAt, now), token);
            return forgotten;
        }, ct);

    static IQueryable<Consent> Of(IdpContext context, UserId user, ClientId client) =>
        context.Consents.AsNoTracking().Where(consent => consent.UserId == user && consent.ClientId == client);
}
