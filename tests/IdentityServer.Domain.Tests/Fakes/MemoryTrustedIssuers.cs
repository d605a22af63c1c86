using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryTrustedIssuers : ITrustedIssuerStore
{
    readonly SortedDictionary<string, TrustedIssuer> rows = new(StringComparer.Ordinal);

    public List<AuditRecord> Records { get; } = [];

    public TrustedIssuer Put(TrustedIssuer issuer) => rows[issuer.Id] = issuer;

    public ValueTask<IReadOnlyList<TrustedIssuer>> OfIssuerAsync(string issuer, CancellationToken ct) => new([.. rows.Values.Where(row => row.Issuer == issuer)]);

    public ValueTask<TrustedIssuer?> FindAsync(string organizationId, string id, CancellationToken ct) =>
        new(rows.GetValueOrDefault(id) is { } row && row.OrganizationId == organizationId ? row : null);

    public ValueTask<IReadOnlyList<TrustedIssuer>> ListAsync(string organizationId, string? after, int limit, CancellationToken ct) =>
        new([.. rows.Values.Where(row => row.OrganizationId == organizationId && string.CompareOrdinal(row.Id, after) > 0).Take(limit)]);

    public ValueTask<bool> AddAsync(TrustedIssuer issuer, RecordedChange change, CancellationToken ct)
    {
        if (IsTaken(issuer) || !rows.TryAdd(issuer.Id, issuer)) return new(false);
        Records.Add(change.Record);
        return new(true);
    }

    public ValueTask<Outcome> SaveAsync(TrustedIssuer issuer, string version, RecordedChange change, CancellationToken ct)
    {
        if (rows.GetValueOrDefault(issuer.Id) is not { } found || found.OrganizationId != issuer.OrganizationId) return new(Outcome.Missing);
        if (found.Version != version) return new(Outcome.Stale);
        if (IsTaken(issuer)) return new(Outcome.Refused);
        rows[issuer.Id] = issuer;
        Records.Add(change.Record);
        return new(Outcome.Done);
    }

    public ValueTask<Outcome> RemoveAsync(TrustedIssuer issuer, string? version, RecordedChange change, CancellationToken ct)
    {
        if (rows.GetValueOrDefault(issuer.Id) is not { } found || found.OrganizationId != issuer.OrganizationId) return new(Outcome.Missing);
        if (version is not null && found.Version != version) return new(Outcome.Stale);
        rows.Remove(issuer.Id);
        Records.Add(change.Record);
        return new(Outcome.Done);
    }

    bool IsTaken(TrustedIssuer issuer) => rows.Values.Any(row => row.Id != issuer.Id && row.Issuer == issuer.Issuer && row.Audience == issuer.Audience);
}
