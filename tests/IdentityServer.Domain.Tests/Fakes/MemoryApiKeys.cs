using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryApiKeys : IApiKeyStore
{
    public List<ApiKey> Rows { get; } = [];

    public List<AuditRecord> Records { get; } = [];

    public int Writes { get; private set; }

    /// <summary>Runs once, before the next addition: another node that is faster.</summary>
    public Func<Task>? Rival { get; set; }

    public ValueTask<ApiKey?> FindAsync(HandleDigest digest, CancellationToken ct) =>
        new(Rows.Find(row => row.Digest == digest) is { } row ? Copy(row) : null);

    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(string organizationId, CancellationToken ct) =>
        new([.. Rows.Where(row => row.OrganizationId == organizationId).Select(Copy)]);

    public async ValueTask<bool> AddAsync(ApiKey key, RecordedChange change, CancellationToken ct)
    {
        var rival = Rival;
        Rival = null;
        if (rival is not null) await rival();
        Writes++;
        if (Rows.Exists(row => row.Digest == key.Digest)) return false;
        Rows.Add(key);
        Records.Add(change.Record);
        return true;
    }

    public ValueTask<bool> SaveAsync(ApiKey key, AuditRecord record, CancellationToken ct) =>
        new(Change(key.Id, record, row => (row.Name, row.Role) = (key.Name, key.Role)));

    public ValueTask<bool> RevokeAsync(string organizationId, string id, DateTimeOffset now, AuditRecord record, CancellationToken ct) =>
        new(Change(id, record, row => row.RevokedAt = now));

    public ValueTask TouchAsync(string id, DateTimeOffset now, CancellationToken ct)
    {
        Rows.Single(row => row.Id == id).LastUsedAt = now;
        return default;
    }

    bool Change(string id, AuditRecord record, Action<ApiKey> change)
    {
        Writes++;
        if (Rows.Find(row => row.Id == id && row.RevokedAt is null) is not { } row) return false;
        change(row);
        Records.Add(record);
        return true;
    }

    static ApiKey Copy(ApiKey row) => new()
    {
        Id = row.Id,
        OrganizationId = row.OrganizationId,
        Name = row.Name,
        Digest = row.Digest,
        Prefix = row.Prefix,
        Role = row.Role,
        ClientId = row.ClientId,
        MadeBy = row.MadeBy,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        LastUsedAt = row.LastUsedAt,
        RevokedAt = row.RevokedAt,
    };
}
