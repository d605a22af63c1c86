using IdentityServer.Storage.Conversions;

namespace IdentityServer.Storage.Providers.Sqlite;

internal sealed class SqliteContext(DbContextOptions<SqliteContext> options) : IdpContext(options)
{
    Func<SqliteContext, bool>? tryKeep;

    /// <summary>SQLite compares text byte for byte unless told otherwise.</summary>
    protected override string? BinaryCollation => null;

    /// <summary>From now on disposing of it gives it back.</summary>
    internal void KeptBy(Func<SqliteContext, bool> keeper) => tryKeep = keeper;

    internal void Close()
    {
        tryKeep = null;
        base.Dispose();
    }

#pragma warning disable CA2215 // One that is kept is not disposed of: that is the point of keeping it.
    public override void Dispose()
    {
        if (tryKeep?.Invoke(this) != true) Close();
    }

    public override ValueTask DisposeAsync()
    {
        // Nothing in SQLite's driver waits.
        Dispose();
        return default;
    }
#pragma warning restore CA2215

    protected override void KeepInstants(PropertiesConfigurationBuilder<DateTimeOffset> instants) =>
        instants.HaveConversion<InstantAsTicks>();
}
