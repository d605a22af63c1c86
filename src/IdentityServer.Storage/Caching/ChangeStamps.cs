namespace IdentityServer.Storage.Caching;

internal static class ChangeStamps
{
    /// <summary>First statement of every transaction that changes what is cached: its row lock lets one such transaction pass at a time.</summary>
    public static Task RaiseCatalogueStampAsync(this IdpContext context, CancellationToken ct) => context.RaiseStampAsync(ChangeStamp.Catalogue, ct);

    /// <inheritdoc cref="RaiseCatalogueStampAsync"/>
    public static Task RaiseStampAsync(this IdpContext context, string name, CancellationToken ct) =>
        context.ChangeStamps.Where(stamp => stamp.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Value, stamp => stamp.Value + 1), ct);

    /// <summary>First statement of every transaction that changes a pool's keys or policies: the lock is the one of all pools.</summary>
    public static async Task RaiseKeyStampAsync(this IdpContext context, PoolId pool, CancellationToken ct)
    {
        await context.RaiseStampAsync(ChangeStamp.Keys, ct);
        var value = await context.KeyStampAsync(ct);
        if (await context.KeyStamps.Where(stamp => stamp.PoolId == pool).ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Value, value), ct) == 0)
            context.Add(new KeyStamp { PoolId = pool, Value = value });
    }

    /// <summary>The same for a change that concerns all pools.</summary>
    public static async Task RaiseKeyStampsAsync(this IdpContext context, CancellationToken ct)
    {
        await context.RaiseStampAsync(ChangeStamp.Keys, ct);
        var value = await context.KeyStampAsync(ct);
        await context.KeyStamps.ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Value, value), ct);
    }

    static Task<long> KeyStampAsync(this IdpContext context, CancellationToken ct) =>
        context.ChangeStamps.Where(stamp => stamp.Name == ChangeStamp.Keys).Select(stamp => stamp.Value).FirstOrDefaultAsync(ct);
}
