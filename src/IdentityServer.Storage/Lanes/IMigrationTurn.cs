namespace IdentityServer.Storage.Lanes;

/// <summary>Lets one node migrate at a time, and gives the turn back when its holder dies.</summary>
internal interface IMigrationTurn
{
    Task<IAsyncDisposable> TakeAsync(IdpContext context, CancellationToken ct);
}
