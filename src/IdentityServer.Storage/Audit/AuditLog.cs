using IdentityServer.Domain.Audit;

namespace IdentityServer.Storage.Audit;

internal sealed class AuditLog(Archive archive) : IAuditLog
{
    public async ValueTask AppendAsync(AuditRecord record, CancellationToken ct) => await archive.AddAsync(pool: null, record, ct);

    public ValueTask<IReadOnlyList<AuditRecord>> ListAsync(string organizationId, string? before, int limit, CancellationToken ct) =>
        ReadAsync((context, records) => records.Where(record => record.OrganizationId == organizationId
            // What the schedule does to a pool's keys knows of no organization, and is its own all the same.
            || (record.OrganizationId == null && (context.UserPools.Any(pool => pool.Id == record.Pool && pool.OrganizationId == organizationId)
                || (!context.UserPools.Any(pool => pool.Id == record.Pool) && context.Organizations.Any(owner => owner.Id == organizationId && owner.IsOwner))))), before, limit, ct);

    public ValueTask<IReadOnlyList<AuditRecord>> ListAllAsync(string? before, int limit, CancellationToken ct) =>
        ReadAsync((_, records) => records, before, limit, ct);

    async ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(
        Func<IdpContext, IQueryable<AuditRecord>, IQueryable<AuditRecord>> among, string? before, int limit, CancellationToken ct) =>
        await archive.ReadSystemWideAsync(async (context, token) =>
        {
            var records = among(context, context.AuditRecords.AsNoTracking());
            // Ids are UUIDv7 as text, and text is compared byte for byte: their order is that of time.
#pragma warning disable CA1309 // It is the database that compares.
            if (before is not null) records = records.Where(record => string.Compare(record.Id, before) < 0);
#pragma warning restore CA1309
            return await records.OrderByDescending(record => record.Id).Take(limit).ToListAsync(token);
        }, ct);
}
