using IdentityServer.Domain.Audit;
using IdentityServer.Storage.Lanes;

namespace IdentityServer.Storage;

/// <summary>What every store stands on: reads in a pooled context, writes through the lane, outages under one name.</summary>
internal sealed class Archive(IContexts contexts, IWriteLane lane, IDialect dialect)
{
    const int MostReads = 5;

    public ValueTask<T> ReadAsync<T>(PoolId pool, Func<IdpContext, CancellationToken, Task<T>> query, CancellationToken ct) =>
        ReadAsync((PoolId?)pool, static (context, asked, token) => asked(context, token), query, ct);

    /// <summary>For compiled queries: the argument travels beside them, so the hot path makes no closure.</summary>
    public ValueTask<T> ReadAsync<TArg, T>(PoolId pool, Func<IdpContext, TArg, CancellationToken, Task<T>> query, TArg arg, CancellationToken ct) =>
        ReadAsync((PoolId?)pool, query, arg, ct);

    public ValueTask<T> ReadSystemWideAsync<T>(Func<IdpContext, CancellationToken, Task<T>> query, CancellationToken ct) =>
        ReadAsync(pool: null, static (context, asked, token) => asked(context, token), query, ct);

    async ValueTask<T> ReadAsync<TArg, T>(PoolId? pool, Func<IdpContext, TArg, CancellationToken, Task<T>> query, TArg arg, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var context = pool is { } seen ? contexts.Open(seen) : contexts.OpenSystemWide();
                return await query(context, arg, ct);
            }
            // SQL Server may choose a reader as the victim of a deadlock; a read can always be asked again.
            catch (Exception exception) when (attempt < MostReads && dialect.MeansConflict(exception)) { }
            catch (Exception exception) when (dialect.MeansConflict(exception) || dialect.MeansOutage(exception))
            {
                throw StorageUnavailableException.Because(exception);
            }
        }
    }

    /// <summary>One statement.</summary>
    public ValueTask<T> WriteAsync<T>(PoolId pool, Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct) =>
        lane.RunAsync(new(pool, Together: false), write, ct);

    /// <summary>Several statements, all or none.</summary>
    public ValueTask<T> WriteTogetherAsync<T>(PoolId pool, Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct) =>
        lane.RunAsync(new(pool, Together: true), write, ct);

    /// <summary>One statement on rows of no pool, or of all.</summary>
    public ValueTask<T> WriteSystemWideAsync<T>(Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct) =>
        lane.RunAsync(new(Pool: null, Together: false), write, ct);

    /// <summary>Several statements on rows of no pool, or of all; all or none.</summary>
    public ValueTask<T> WriteTogetherSystemWideAsync<T>(Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct) =>
        lane.RunAsync(new(Pool: null, Together: true), write, ct);

    /// <inheritdoc cref="IDialect.LimitIdleAsync"/>
    public Task LimitIdleAsync(IdpContext context, CancellationToken ct) => dialect.LimitIdleAsync(context, ct);

    /// <summary>Inserts one row; false where a unique key is taken.</summary>
    public ValueTask<bool> AddAsync<T>(PoolId? pool, T row, CancellationToken ct) where T : class => AddAsync(pool, row, change: null, ct);

    /// <summary>Inserts one row with what is written along, all or nothing; false where a unique key is taken.</summary>
    public async ValueTask<bool> AddAsync<T>(PoolId? pool, T row, RecordedChange? change, CancellationToken ct) where T : class
    {
        try
        {
            return await lane.RunAsync(new(pool, Together: change is not null), async (context, token) =>
            {
                context.Add(row);
                if (change is { } along) context.Add(along);
                return await context.SaveChangesAsync(token) > 0;
            }, ct);
        }
        catch (Exception exception) when (dialect.MeansTaken(exception))
        {
            return false;
        }
    }

    /// <summary>Several statements on rows of no pool, or of all; all or none. What they met instead, where a unique key was taken.</summary>
    public async ValueTask<T> TryWriteTogetherSystemWideAsync<T>(Func<IdpContext, CancellationToken, Task<T>> write, T taken, CancellationToken ct)
    {
        try
        {
            return await WriteTogetherSystemWideAsync(write, ct);
        }
        catch (Exception exception) when (dialect.MeansTaken(exception))
        {
            return taken;
        }
    }

    /// <summary>A write that may meet a unique key; false where it did.</summary>
    public async ValueTask<bool> TryWriteAsync(PoolId pool, Func<IdpContext, CancellationToken, Task<bool>> write, CancellationToken ct)
    {
        try
        {
            return await WriteAsync(pool, write, ct);
        }
        catch (Exception exception) when (dialect.MeansTaken(exception))
        {
            return false;
        }
    }

    /// <summary>Several statements, all or none, that may meet a unique key; false where one did.</summary>
    public async ValueTask<bool> TryWriteTogetherAsync(PoolId pool, Func<IdpContext, CancellationToken, Task<bool>> write, CancellationToken ct)
    {
        try
        {
            return await WriteTogetherAsync(pool, write, ct);
        }
        catch (Exception exception) when (dialect.MeansTaken(exception))
        {
            return false;
        }
    }

    /// <summary>Inserts one row whose key is fresh; a taken one is a bug, or a client that chose it.</summary>
    public async ValueTask InsertAsync<T>(PoolId pool, T row, CancellationToken ct) where T : class
    {
        if (!await AddAsync(pool, row, ct)) throw new InvalidOperationException($"A {typeof(T).Name} of this key is there already.");
    }
}
