using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Pools;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.Pools;

internal sealed class UserPoolStore(Archive archive, Catalogue catalogue) : IUserPoolStore
{
    readonly Func<IdpContext, PoolId, CancellationToken, Task<UserPool?>> byId =
        EF.CompileAsyncQuery((IdpContext context, PoolId id, CancellationToken ct) =>
            context.UserPools.AsNoTracking().FirstOrDefault(pool => pool.Id == id && pool.DeletedAt == null));

    public ValueTask<UserPool?> FindAsync(PoolId id, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        return snapshot is not null && snapshot.UserPools.TryGetValue(id, out var pool) ? new(pool) : LoadAsync(snapshot, id, ct);
    }

    public async ValueTask<IReadOnlyList<UserPool>> ListAsync(string organizationId, string? after, int limit, CancellationToken ct) =>
        after is not null && !StorableText.Is(after) ? [] : await archive.ReadSystemWideAsync((context, token) =>
        {
            var pools = context.UserPools.AsNoTracking().Where(pool => pool.OrganizationId == organizationId && pool.DeletedAt == null);
#pragma warning disable CA1309 // It is the database that compares.
            if (after is not null) pools = pools.Where(pool => string.Compare((string)(object)pool.Id, after) > 0);
#pragma warning restore CA1309
            return pools.OrderBy(pool => pool.Id).Take(limit).ToListAsync(token);
        }, ct);

    public async ValueTask<IReadOnlyList<UserPool>> ListHostedAsync(CancellationToken ct) =>
        await archive.ReadSystemWideAsync((context, token) => context.UserPools.AsNoTracking()
            .Where(pool => pool.Authorization == null && !pool.Disabled && pool.DeletedAt == null).OrderBy(pool => pool.Id).ToListAsync(token), ct);

    public async ValueTask<UserPool?> FirstHostedAsync(string organizationId, CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        if (snapshot is not null && snapshot.FirstHosted.TryGetValue(organizationId, out var first)) return await FindAsync(first, ct);
        var found = await archive.ReadSystemWideAsync((context, token) => context.UserPools.AsNoTracking()
            .Where(pool => pool.OrganizationId == organizationId && pool.Authorization == null && !pool.Disabled && pool.DeletedAt == null)
            .OrderBy(pool => pool.CreatedAt).ThenBy(pool => pool.Id).FirstOrDefaultAsync(token), ct);
        if (found is not null) snapshot?.FirstHosted.TryAdd(organizationId, found.Id);
        return found;
    }

    public ValueTask<bool> AddAsync(UserPool pool, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(archive.TryWriteTogetherSystemWideAsync(async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            context.Add(pool);
            context.Add(change);
            await context.SaveChangesAsync(token);
            return true;
        }, taken: false, ct));

    public ValueTask<Outcome> SaveAsync(UserPool pool, string version, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(ChangeAsync(pool, version, async (context, row, token) =>
        {
            // How far ahead of the tokens the marks of the pool's keys have to be hangs on it. Before the row is written:
            // whoever changes keys takes that lock first, and then reads the row.
            if (row.CompatibleLifetime != pool.CompatibleLifetime) await context.RaiseKeyStampAsync(pool.Id, token);
            var entry = context.Entry(row);
            entry.CurrentValues.SetValues(pool);
            // An owned value is no value among the others, and one that is null has to be told.
            entry.Reference(found => found.Authorization).CurrentValue = pool.Authorization;
            return true;
        }, change, ct));

    public ValueTask<Outcome> RemoveAsync(UserPool pool, string? version, DateTimeOffset now, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(ChangeAsync(pool, version, async (context, row, token) =>
        {
            if (await context.Clients.IgnoreQueryFilters().AnyAsync(client => client.PoolId == pool.Id, token)) return false;
            context.Entry(row).Property(gone => gone.DeletedAt).CurrentValue = now;
            return true;
        }, change, ct));

    ValueTask<Outcome> ChangeAsync(UserPool pool, string? version, Func<IdpContext, UserPool, CancellationToken, Task<bool>> decide, RecordedChange change, CancellationToken ct) =>
        archive.WriteTogetherSystemWideAsync(async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            if (await context.UserPools.AsTracking().FirstOrDefaultAsync(row => row.Id == pool.Id && row.OrganizationId == pool.OrganizationId && row.DeletedAt == null, token) is not { } found)
                return Outcome.Missing;
            if (version is not null && found.Version != version) return Outcome.Stale;
            if (!await decide(context, found, token)) return Outcome.Refused;
            context.Add(change);
            await context.SaveChangesAsync(token);
            return Outcome.Done;
        }, ct);

    async ValueTask<UserPool?> LoadAsync(Snapshot? snapshot, PoolId id, CancellationToken ct)
    {
        // What no user pool can be called is not worth a query.
        if (!Ids.IsUuid(id.Value)) return null;
        var pool = await archive.ReadAsync(PoolId.Default, byId, id, ct);
        if (pool is not null) snapshot?.UserPools.TryAdd(id, pool);
        return pool;
    }
}
