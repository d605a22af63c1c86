using System.Data.Common;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>The savepoint around each write of a batch: three statements, prepared once per connection.</summary>
internal sealed class SqliteSavepoint(DbConnection connection) : IDisposable
{
    readonly DbCommand set = Command(connection, "SAVEPOINT item");
    readonly DbCommand release = Command(connection, "RELEASE item");
    readonly DbCommand rollBack = Command(connection, "ROLLBACK TO item");

    /// <summary>The batch that follows.</summary>
    public void Enter(DbTransaction transaction) => (set.Transaction, release.Transaction, rollBack.Transaction) = (transaction, transaction, transaction);

    public void Set() => set.ExecuteNonQuery();

    public void Release() => release.ExecuteNonQuery();

    public void RollBack()
    {
        try
        {
            rollBack.ExecuteNonQuery();
        }
        catch (DbException exception)
        {
            throw StorageUnavailableException.Because(exception);
        }
    }

    public void Dispose()
    {
        set.Dispose();
        release.Dispose();
        rollBack.Dispose();
    }

    static DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }
}
