using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;

namespace IdentityServer.Storage.Organizations;

internal sealed class ApiKeyStore(Archive archive) : IApiKeyStore
{
    static readonly TimeSpan touchEvery = TimeSpan.FromMinutes(1);

    readonly Func<IdpContext, HandleDigest, CancellationToken, Task<ApiKey?>> byDigest =
        EF.CompileAsyncQuery((IdpContext context, HandleDigest digest, CancellationToken ct) =>
            context.ApiKeys.AsNoTracking().FirstOrDefault(key => key.Digest == digest));

    /// <summary>Keys are of no pool, and any pool's context sees them; those are kept open between calls.</summary>
    public ValueTask<ApiKey?> FindAsync(HandleDigest digest, CancellationToken ct) => archive.ReadAsync(PoolId.Default, byDigest, digest, ct);

    public async ValueTask<IReadOnlyList<ApiKey>> ListAsync(string organizationId, CancellationToken ct) =>
        await archive.ReadSystemWideAsync((context, token) =>
            context.ApiKeys.AsNoTracking().Where(key => key.OrganizationId == organizationId)
                .OrderBy(key => key.Name).ThenBy(key => key.Id).ToListAsync(token), ct);

    public ValueTask<bool> AddAsync(ApiKey key, RecordedChange change, CancellationToken ct) => archive.AddAsync(pool: null, key, change, ct);

    public ValueTask<bool> SaveAsync(ApiKey key, AuditRecord record, CancellationToken ct) =>
        RecordedAsync(record, (context, token) => Live(context, key.OrganizationId, key.Id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Name, key.Name)
            .SetProperty(row => row.Role, key.Role), token), ct);

    public ValueTask<bool> RevokeAsync(string organizationId, string id, DateTimeOffset now, AuditRecord record, CancellationToken ct) =>
        RecordedAsync(record, (context, token) => Live(context, organizationId, id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.RevokedAt, now), token), ct);

    public async ValueTask TouchAsync(string id, DateTimeOffset now, CancellationToken ct)
    {
        var stale = now - touchEvery;
        await archive.WriteSystemWideAsync((context, token) =>
            context.ApiKeys.Where(row => row.Id == id && (row.LastUsedAt == null || row.LastUsedAt <= stale))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), token), ct);
    }

    static IQueryable<ApiKey> Live(IdpContext context, string organizationId, string id) =>
        context.ApiKeys.Where(row => row.Id == id && row.OrganizationId == organizationId && row.RevokedAt == null);

    /// <summary>The change and its line in the log, or neither.</summary>
    ValueTask<bool> RecordedAsync(AuditRecord record, Func<IdpContext, CancellationToken, Task<int>> change, CancellationToken ct) =>
        archive.WriteTogetherSystemWideAsync(async (context, token) =>
        {
            if (await change(context, token) != 1) return false;
            context.AuditRecords.Add(record);
            await context.SaveChangesAsync(token);
            return true;
        }, ct);
}
