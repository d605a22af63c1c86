using Microsoft.Data.Sqlite;

namespace IdentityServer.Storage.Providers.Sqlite;

/// <summary>The database file: where it is, and that only we can read it.</summary>
internal sealed class SqliteFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public SqliteFile(string connectionString)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString);
        if (settings.Mode == SqliteOpenMode.Memory || settings.DataSource is "" or ":memory:" || settings.DataSource.StartsWith("file:", StringComparison.Ordinal))
            throw new ArgumentException("Idp:Database:ConnectionString must name a file as its Data Source.", nameof(connectionString));
        Path = System.IO.Path.GetFullPath(settings.DataSource);
        settings.DataSource = Path;
        // Opening never makes a file: a mistyped path is an error and not an empty identity provider.
        if (settings.Mode == SqliteOpenMode.ReadWriteCreate) settings.Mode = SqliteOpenMode.ReadWrite;
        // How long a statement waits for another process before the lane gives up.
        settings.DefaultTimeout = 10;
        settings.Pooling = true;
        ConnectionString = settings.ToString();
    }

    public string Path { get; }

    public string ConnectionString { get; }

    /// <summary>Makes the directory and the file where they are missing.</summary>
    public void Create()
    {
        var directory = System.IO.Path.GetDirectoryName(Path)!;
        if (!OperatingSystem.IsWindows())
        {
            if (!Directory.Exists(directory)) Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            // The journal files that SQLite makes beside it get the same mode.
            using var unix = new FileStream(Path, Options(OwnerOnly));
            return;
        }
        Directory.CreateDirectory(directory);
        using var file = new FileStream(Path, Options(null));
    }

    /// <summary>Null while somebody else holds it. The kernel gives it back when its holder dies, however it dies.</summary>
    public FileStream? TryLock()
    {
        try
        {
            var options = Options(OperatingSystem.IsWindows() ? null : OwnerOnly);
            options.Share = FileShare.None;
            return new FileStream(Path + ".migrating", options);
        }
        catch (IOException)
        {
            return null;
        }
    }

    static FileStreamOptions Options(UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (mode is { } unix && !OperatingSystem.IsWindows()) options.UnixCreateMode = unix;
        return options;
    }
}
