using IdentityServer.Domain.Audit;

namespace IdentityServer.Domain.Tests.Fakes;

/// <summary>Lines in the order in which they came.</summary>
sealed class MemoryAuditLog : IAuditLog
{
    public List<AuditRecord> Records { get; } = [];

    public ValueTask AppendAsync(AuditRecord record, CancellationToken ct)
    {
        Records.Add(record);
        return default;
    }

    public ValueTask<IReadOnlyList<AuditRecord>> ListAsync(string organizationId, string? before, int limit, CancellationToken ct) => new(Records);

    public ValueTask<IReadOnlyList<AuditRecord>> ListAllAsync(string? before, int limit, CancellationToken ct) => new(Records);
}
