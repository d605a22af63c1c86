namespace IdentityServer.Storage.Caching;

internal static class ChangeStamps
{
    /// <summary>First statement of every transaction that changes what is cached: its row lock lets one such transaction pass at a time.</summary>
    public static Task RaiseCatalogueStampAsync(this IdpContext context, CancellationToken ct) =>
        context.ChangeStamps.Where(stamp => stamp.Name == ChangeStamp.Catalogue)
            .ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Value, stamp => stamp.Value + 1), ct);
}
