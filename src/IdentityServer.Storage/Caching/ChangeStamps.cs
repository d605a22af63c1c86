namespace IdentityServer.Storage.Caching;

internal static class ChangeStamps
{
    /// <summary>First statement of every transaction that changes what is cached: its row lock lets one such transaction pass at a time.</summary>
    public static Task RaiseCatalogueStampAsync(this IdpContext context, CancellationToken ct) => context.RaiseStampAsync(ChangeStamp.Catalogue, ct);

    /// <inheritdoc cref="RaiseCatalogueStampAsync"/>
    public static Task RaiseStampAsync(this IdpContext context, string name, CancellationToken ct) =>
        context.ChangeStamps.Where(stamp => stamp.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Value, stamp => stamp.Value + 1), ct);
}
