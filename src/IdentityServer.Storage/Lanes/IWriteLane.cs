namespace IdentityServer.Storage.Lanes;

/// <summary>
/// The way all writes go. When the task completes the write has been committed and survives the machine. The work
/// may run more than once, each time after the earlier run was rolled back whole, so it changes nothing but rows.
/// </summary>
internal interface IWriteLane
{
    ValueTask<T> RunAsync<T>(WriteScope scope, Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct);
}
