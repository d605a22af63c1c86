using IdentityServer.Storage.Lanes;
using Microsoft.Data.Sqlite;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>SQLite's result codes: https://www.sqlite.org/rescode.html</summary>
internal sealed class SqliteDialect : IDialect
{
    const int ConstraintPrimaryKey = 1555, ConstraintUnique = 2067;
    const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    public bool IsUniqueViolation(Exception exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique };

    // There is one writer, and it waits for those of other processes inside the library.
    public bool IsConflict(Exception exception) => false;

    public bool IsOutage(Exception exception) => exception is SqliteException
    {
        SqliteErrorCode: Busy or Locked or ReadOnly or InputOutput or Corrupt or Full or CannotOpen or NotADatabase
    };
}
