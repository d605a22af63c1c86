using System.Collections.Concurrent;
using IdentityServer.Storage.Lanes;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>
/// Contexts that keep their connection open between uses. Opening one costs more than a query here: the library parses
/// the schema, and EF's provider registers a dozen functions each time.
/// </summary>
internal sealed class SqliteContexts(DbContextOptions<SqliteContext> options) : IContexts, IDisposable
{
    const int MostIdle = 64;

    readonly ConcurrentStack<SqliteContext> idle = new();
    volatile bool closed;

    public IdpContext Open(PoolId pool)
    {
        if (!idle.TryPop(out var context)) context = Opened();
        context.SeePool(pool);
        return context;
    }

    /// <summary>Its connection opens with the first query: whoever migrates has no file yet.</summary>
    public IdpContext OpenSystemWide() => new SqliteContext(options);

    public void Dispose()
    {
        closed = true;
        while (idle.TryPop(out var context)) context.Close();
    }

    /// <summary>False where it is one too many, and the caller closes it.</summary>
    bool TryKeep(SqliteContext context)
    {
        if (closed || idle.Count >= MostIdle) return false;
        context.ChangeTracker.Clear();
        context.SeePool(null);
        idle.Push(context);
        return true;
    }

    SqliteContext Opened()
    {
        var context = new SqliteContext(options);
        try
        {
            context.Database.OpenConnection();
        }
        catch
        {
            context.Dispose();
            throw;
        }
        context.KeptBy(TryKeep);
        return context;
    }
}
