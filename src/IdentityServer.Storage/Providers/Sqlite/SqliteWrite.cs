namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>A piece of writing that waits for its turn, and its caller for the commit.</summary>
internal abstract class SqliteWrite(PoolId? pool, CancellationToken ct)
{
    public PoolId? Pool => pool;

    public bool IsCancelled => ct.IsCancellationRequested;

    protected CancellationToken Ct => ct;

    /// <summary>Runs it and keeps its result; on the lane's own thread, where SQLite's "async" is synchronous.</summary>
    public abstract void Run(IdpContext context);

    /// <summary>It failed alone; the caller hears of it with the others.</summary>
    public abstract void Keep(Exception failure);

    /// <summary>The batch is on disk.</summary>
    public abstract void Complete();

    /// <summary>The batch is lost, and this with it.</summary>
    public abstract void Fail(Exception exception);
}

internal sealed class SqliteWrite<T>(PoolId? pool, Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct)
    : SqliteWrite(pool, ct)
{
    // A caller's continuation must not run on the one thread that writes.
    readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    T? result;
    Exception? failure;

    public Task<T> Done => done.Task;

    public override void Run(IdpContext context) => result = write(context, Ct).GetAwaiter().GetResult();

    public override void Keep(Exception failure) => this.failure = failure;

    public override void Complete()
    {
        if (failure is OperationCanceledException) done.TrySetCanceled(Ct);
        else if (failure is not null) done.TrySetException(failure);
        else done.TrySetResult(result!);
    }

    public override void Fail(Exception exception) => done.TrySetException(exception);
}
