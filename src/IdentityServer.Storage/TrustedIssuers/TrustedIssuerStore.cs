using System.Collections.Frozen;
using IdentityServer.Domain.Audit;
using IdentityServer.Domain.TrustedIssuers;
using IdentityServer.Storage.Caching;

namespace IdentityServer.Storage.TrustedIssuers;

internal sealed class TrustedIssuerStore(Archive archive, Catalogue catalogue) : ITrustedIssuerStore
{
    public async ValueTask<IReadOnlyList<TrustedIssuer>> OfIssuerAsync(string issuer, CancellationToken ct) =>
        (await AllAsync(ct)).ByIssuer.TryGetValue(issuer, out var found) ? found : [];

    public async ValueTask<TrustedIssuer?> FindAsync(string organizationId, string id, CancellationToken ct) =>
        (await AllAsync(ct)).ById.TryGetValue(id, out var found) && found.OrganizationId == organizationId ? found : null;

    public async ValueTask<IReadOnlyList<TrustedIssuer>> ListAsync(string organizationId, string? after, int limit, CancellationToken ct) =>
        after is not null && !StorableText.Is(after) ? [] : await archive.ReadSystemWideAsync((context, token) =>
        {
            var issuers = context.TrustedIssuers.AsNoTracking().Where(issuer => issuer.OrganizationId == organizationId);
#pragma warning disable CA1309 // It is the database that compares.
            if (after is not null) issuers = issuers.Where(issuer => string.Compare(issuer.Id, after) > 0);
#pragma warning restore CA1309
            return issuers.OrderBy(issuer => issuer.Id).Take(limit).ToListAsync(token);
        }, ct);

    public ValueTask<bool> AddAsync(TrustedIssuer issuer, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(archive.TryWriteTogetherSystemWideAsync(async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            context.Add(issuer);
            context.Add(change);
            await context.SaveChangesAsync(token);
            return true;
        }, taken: false, ct));

    public ValueTask<Outcome> SaveAsync(TrustedIssuer issuer, string version, RecordedChange change, CancellationToken ct) =>
        ChangeAsync(issuer, version, (context, row) => context.Entry(row).CurrentValues.SetValues(issuer), change, ct);

    public ValueTask<Outcome> RemoveAsync(TrustedIssuer issuer, string? version, RecordedChange change, CancellationToken ct) =>
        ChangeAsync(issuer, version, (context, row) => context.Remove(row), change, ct);

    ValueTask<Outcome> ChangeAsync(TrustedIssuer issuer, string? version, Action<IdpContext, TrustedIssuer> write, RecordedChange change, CancellationToken ct) =>
        catalogue.AndDropAsync(archive.TryWriteTogetherSystemWideAsync(async (context, token) =>
        {
            await context.RaiseCatalogueStampAsync(token);
            if (await context.TrustedIssuers.AsTracking().FirstOrDefaultAsync(row => row.Id == issuer.Id && row.OrganizationId == issuer.OrganizationId, token) is not { } found)
                return Outcome.Missing;
            if (version is not null && found.Version != version) return Outcome.Stale;
            write(context, found);
            context.Add(change);
            await context.SaveChangesAsync(token);
            return Outcome.Done;
        }, taken: Outcome.Refused, ct));

    async ValueTask<KnownIssuers> AllAsync(CancellationToken ct)
    {
        var snapshot = catalogue.Trusted;
        if (snapshot?.TrustedIssuers is { } known) return known;
        var rows = await archive.ReadSystemWideAsync((context, token) => context.TrustedIssuers.AsNoTracking().OrderBy(issuer => issuer.Id).ToListAsync(token), ct);
        KnownIssuers all = new(
            rows.GroupBy(row => row.Issuer, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal),
            rows.ToFrozenDictionary(row => row.Id, StringComparer.Ordinal));
        if (snapshot is not null) snapshot.TrustedIssuers = all;
        return all;
    }
}
