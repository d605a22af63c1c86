using IdentityServer.Domain.Audit;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Domain.Tests.Fakes;

sealed class MemoryTrustedIssuers : ITrustedIssuerStore
{
    readonly Dictionary<string, TrustedIssuer> rows = [];

    public TrustedIssuer Put(TrustedIssuer issuer) => rows[issuer.Id] = issuer;

    public void Remove(string id) => rows.Remove(id);

    public ValueTask<IReadOnlyList<TrustedIssuer>> OfIssuerAsync(string issuer, CancellationToken ct) => new([.. rows.Values.Where(row => row.Issuer == issuer)]);

    public ValueTask<TrustedIssuer?> FindAsync(string organizationId, string id, CancellationToken ct) =>
        new(rows.GetValueOrDefault(id) is { } row && row.OrganizationId == organizationId ? row : null);

    public ValueTask<IReadOnlyList<TrustedIssuer>> ListAsync(string organizationId, string? after, int limit, CancellationToken ct) =>
        new([.. rows.Values.Where(row => row.OrganizationId == organizationId && string.CompareOrdinal(row.Id, after) > 0).OrderBy(row => row.Id, StringComparer.Ordinal).Take(limit)]);

    public ValueTask<bool> AddAsync(TrustedIssuer issuer, RecordedChange change, CancellationToken ct) => new(rows.TryAdd(issuer.Id, issuer));

    public ValueTask<Outcome> SaveAsync(TrustedIssuer issuer, string version, RecordedChange change, CancellationToken ct)
    {
        Put(issuer);
        return new(Outcome.Done);
    }

    public ValueTask<Outcome> RemoveAsync(TrustedIssuer issuer, string? version, RecordedChange change, CancellationToken ct) =>
        new(rows.Remove(issuer.Id) ? Outcome.Done : Outcome.Missing);
}
