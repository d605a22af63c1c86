using IdentityServer.Domain.Keys;
using IdentityServer.Storage.Caching;
using IdentityServer.Storage.Protection;

namespace IdentityServer.Storage.Keys;

internal sealed class SealedRows(Archive archive) : ISealedRows
{
    static readonly string[] poolFilter = [IdpContext.PoolFilter];

    public async ValueTask<IReadOnlyList<SealedRow>> ListAsync(CancellationToken ct) =>
        [.. await archive.ReadSystemWideAsync(async (context, token) => (await ReadAsync(context, token)).Rows, ct)];

    public ValueTask<int> ResealAsync(Func<IReadOnlyList<SealedRow>, IReadOnlyList<ResealedRow>> reseal, CancellationToken ct) =>
        archive.WriteTogetherSystemWideAsync(async (context, token) =>
        {
            // The same lock as every other change of keys: no private half is destroyed between the reading and the writing.
            await archive.LimitIdleAsync(context, token);
            await context.RaiseKeyStampsAsync(token);
            var (rows, elements) = await ReadAsync(context, token);
            var replaced = 0;
            var resealed = reseal(rows);
            foreach (var row in resealed.Where(row => row.Row.Kind != SealedKind.DataProtection)) replaced += await ReplaceAsync(context, row, token);
            foreach (var element in resealed.Where(row => row.Row.Kind == SealedKind.DataProtection).GroupBy(row => row.Row.Name))
                replaced += await ReplaceAsync(context, elements.Single(one => one.Name == element.Key), [.. element], token);
            return replaced;
        }, ct);

    static async Task<(List<SealedRow> Rows, List<SealedElement> Elements)> ReadAsync(IdpContext context, CancellationToken ct)
    {
        var keys = await context.SigningKeys.IgnoreQueryFilters(poolFilter).AsNoTracking().Where(key => key.SealedPrivateKey != null)
            .OrderBy(key => key.PoolId).ThenBy(key => key.Kid).Select(key => new { key.PoolId, key.Kid, key.SealedBy, key.SealedPrivateKey }).ToListAsync(ct);
        var secrets = await context.SealedSecrets.AsNoTracking().OrderBy(secret => secret.Name).ToListAsync(ct);
        List<SealedElement> elements = [.. (await context.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Id).ToListAsync(ct)).Select(key => new SealedElement(key))];
        return ([
            .. keys.Select(key => new SealedRow(SealedKind.SigningKey, key.PoolId, key.Kid, 0, key.SealedBy, key.SealedPrivateKey)),
            .. secrets.Select(secret => new SealedRow(SealedKind.Secret, null, secret.Name, 0, secret.SealedBy, secret.Sealed)),
            .. elements.SelectMany(element => element.Rows()),
        ], elements);
    }

    /// <summary>Compared with the value itself: whatever came between, it is not undone.</summary>
    static Task<int> ReplaceAsync(IdpContext context, ResealedRow to, CancellationToken ct)
    {
        var (name, before, by, after) = (to.Row.Name, to.Row.Sealed, to.SealedBy, to.Sealed);
        if (to.Row.Kind == SealedKind.Secret)
        {
            return context.SealedSecrets.Where(secret => secret.Name == name && secret.Sealed == before)
                .ExecuteUpdateAsync(set => set.SetProperty(secret => secret.Sealed, after).SetProperty(secret => secret.SealedBy, by), ct);
        }
        var pool = to.Row.Pool!.Value;
        return context.SigningKeys.IgnoreQueryFilters(poolFilter).Where(key => key.PoolId == pool && key.Kid == name && key.SealedPrivateKey == before)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.SealedPrivateKey, after).SetProperty(key => key.SealedBy, by), ct);
    }

    static async Task<int> ReplaceAsync(IdpContext context, SealedElement element, IReadOnlyList<ResealedRow> parts, CancellationToken ct)
    {
        var (id, before, after) = (element.Key.Id, element.Key.Xml, element.With(parts));
        return await context.DataProtectionKeys.Where(key => key.Id == id && key.Xml == before).ExecuteUpdateAsync(set => set.SetProperty(key => key.Xml, after), ct) * parts.Count;
    }
}
