using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Pools;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Keys;

internal sealed class KeyStore(Archive archive) : IKeyStore
{
    readonly Func<IdpContext, CancellationToken, Task<long>> stamp =
        EF.CompileAsyncQuery((IdpContext context, CancellationToken ct) =>
            context.ChangeStamps.Where(row => row.Name == ChangeStamp.Keys).Select(row => row.Value).FirstOrDefault());

    public ValueTask<StoredKeys> ListAsync(PoolId pool, CancellationToken ct) =>
        archive.ReadAsync(pool, async (context, token) =>
        {
            var keys = await InOrder(context.SigningKeys.AsNoTracking()).ToListAsync(token);
            var policies = await context.RotationPolicies.AsNoTracking().ToListAsync(token);
            return new StoredKeys(keys, policies) { LongestLifetime = await LongestLifetimeAsync(context, pool, token) };
        }, ct);

    public ValueTask<long> StampAsync(CancellationToken ct) => archive.ReadSystemWideAsync(stamp, ct);

    public async ValueTask<IReadOnlyList<PoolId>> ChangedSinceAsync(long stamp, CancellationToken ct) =>
        await archive.ReadSystemWideAsync((context, token) =>
            context.KeyStamps.Where(row => row.Value > stamp).OrderBy(row => row.PoolId).Select(row => row.PoolId).ToListAsync(token), ct);

    public ValueTask<T> ChangeAsync<T>(PoolId pool, Func<KeyChange, IReadOnlyList<RotationPolicy>, T> change, CancellationToken ct) =>
        archive.WriteTogetherAsync(pool, async (context, token) =>
        {
            await archive.LimitIdleAsync(context, token);
            // The lock of this row is what makes every other change wait; the rows are read behind it.
            await context.RaiseKeyStampAsync(pool, token);
            var sealedBy = await context.SealedSecrets.Where(secret => secret.Name == SharedSecret.Name).Select(secret => secret.SealedBy).FirstOrDefaultAsync(token);
            KeyChange hands = new(await InOrder(context.SigningKeys.AsTracking()).ToListAsync(token), sealedBy, await LongestLifetimeAsync(context, pool, token));
            var result = change(hands, await context.RotationPolicies.AsNoTracking().ToListAsync(token));
            context.AddRange(hands.Added);
            context.RemoveRange(hands.Removed);
            context.AddRange(hands.Records);
            await context.SaveChangesAsync(token);
            return result;
        }, ct);

    public async ValueTask SavePolicyAsync(RotationPolicy policy, AuditRecord record, CancellationToken ct) =>
        await archive.WriteTogetherAsync(policy.PoolId, async (context, token) =>
        {
            await context.RaiseKeyStampAsync(policy.PoolId, token);
            await context.RotationPolicies.Where(row => row.Algorithm == policy.Algorithm).ExecuteDeleteAsync(token);
            context.Add(policy);
            context.Add(record);
            return await context.SaveChangesAsync(token);
        }, ct);

    public async ValueTask RemovePolicyAsync(PoolId pool, string algorithm, AuditRecord record, CancellationToken ct) =>
        await archive.WriteTogetherAsync(pool, async (context, token) =>
        {
            await context.RaiseKeyStampAsync(pool, token);
            context.Add(record);
            await context.RotationPolicies.Where(row => row.Algorithm == algorithm).ExecuteDeleteAsync(token);
            return await context.SaveChangesAsync(token);
        }, ct);

    public ValueTask<SealedSecret?> FindSecretAsync(string name, CancellationToken ct) =>
        archive.ReadSystemWideAsync((context, token) =>
            context.SealedSecrets.AsNoTracking().FirstOrDefaultAsync(secret => secret.Name == name, token), ct);

    public ValueTask<bool> AddSecretAsync(SealedSecret secret, CancellationToken ct) => archive.AddAsync(pool: null, secret, ct);

    /// <summary>The root's pool has no row, and is spared the question.</summary>
    static async Task<TimeSpan> LongestLifetimeAsync(IdpContext context, PoolId pool, CancellationToken ct) =>
        Ids.IsUuid(pool.Value) && await context.UserPools.AsNoTracking().FirstOrDefaultAsync(row => row.Id == pool, ct) is { } found
            ? AppUserIdTokenTimes.LongestOf(found)
            : KeyTimes.LongestLifetime;

    static IQueryable<SigningKey> InOrder(IQueryable<SigningKey> keys) => keys.OrderBy(key => key.Algorithm).ThenBy(key => key.Generation);
}
