using System.Threading.Channels;
using IdentityServer.Storage.Lanes;
using Microsoft.EntityFrameworkCore.Storage;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>
/// One writer with group commit. SQLite has one write lock, and a durable commit costs a flush of the disk: writes
/// that come together are committed together, each behind a savepoint of its own, and no caller is answered before
/// the flush. Under load that is one flush for many requests; alone, a request waits for nobody.
/// </summary>
internal sealed class SqliteWriteLane(IContexts contexts, IDialect dialect) : IWriteLane, IDisposable
{
    const int LargestBatch = 256;
    const int LongestQueue = 4096;

    readonly Channel<SqliteWrite> queue = Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    readonly List<SqliteWrite> batch = new(LargestBatch);
    readonly Lock starting = new();
    Thread? thread;
    IdpContext? context;
    SqliteSavepoint? savepoint;

    public async ValueTask<T> RunAsync<T>(WriteScope scope, Func<IdpContext, CancellationToken, Task<T>> write, CancellationToken ct)
    {
        if (thread is null) Start();
        var item = new SqliteWrite<T>(scope.Pool, write, ct);
        // A full queue means that the disk does not keep up: an answer now is kinder than one more who waits.
        if (!queue.Writer.TryWrite(item)) throw new StorageUnavailableException("The database is too busy to write.");
        return await item.Done;
    }

    /// <summary>What is queued is still written.</summary>
    public void Dispose()
    {
        queue.Writer.TryComplete();
        lock (starting) thread?.Join();
    }

    void Start()
    {
        lock (starting)
        {
            if (thread is not null) return;
            var starter = new Thread(Work) { IsBackground = true, Name = "SQLite writer" };
            starter.Start();
            thread = starter;
        }
    }

    void Work()
    {
        // Blocking is what this thread is for.
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) RunBatch();
        Forget();
    }

    void RunBatch()
    {
        batch.Clear();
        try
        {
            var open = Open();
            // BEGIN IMMEDIATE: the lock is ours from the first statement, so nothing inside can meet SQLITE_BUSY.
            using var transaction = open.Database.BeginTransaction();
            savepoint!.Enter(transaction.GetDbTransaction());
            while (batch.Count < LargestBatch && queue.Reader.TryRead(out var write))
            {
                batch.Add(write);
                RunOne(open, savepoint, write);
            }
            transaction.Commit();
        }
#pragma warning disable CA1031 // Every caller of the batch is told, and the thread lives on for the next.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Forget();
            // Where not even the transaction began, those who wait have waited long enough.
            while (batch.Count < LargestBatch && queue.Reader.TryRead(out var write)) batch.Add(write);
            var failure = dialect.MeansOutage(exception) ? StorageUnavailableException.Because(exception) : exception;
            foreach (var write in batch) write.Fail(failure);
            return;
        }
        foreach (var write in batch) write.Complete();
    }

    void RunOne(IdpContext open, SqliteSavepoint savepoint, SqliteWrite write)
    {
        if (write.IsCancelled)
        {
            write.Keep(new OperationCanceledException());
            return;
        }
        open.SeePool(write.Pool);
        savepoint.Set();
        try
        {
            write.Run(open);
        }
#pragma warning disable CA1031 // It fails alone: its caller gets the exception, the others of the batch go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // A full disk makes SQLite roll the whole transaction back; then this throws, and the batch is lost.
            savepoint.RollBack();
            write.Keep(dialect.MeansOutage(exception) ? StorageUnavailableException.Because(exception) : exception);
        }
        finally
        {
            open.ChangeTracker.Clear();
        }
        savepoint.Release();
    }

    IdpContext Open()
    {
        if (context is not null) return context;
        var fresh = contexts.OpenSystemWide();
        try
        {
            fresh.Database.OpenConnection();
            fresh.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL");
            // The lane's own savepoint does for SaveChanges too.
            fresh.Database.AutoSavepointsEnabled = false;
            savepoint = new(fresh.Database.GetDbConnection());
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
        return context = fresh;
    }

    void Forget()
    {
        savepoint?.Dispose();
        context?.Dispose();
        (savepoint, context) = (null, null);
    }
}
