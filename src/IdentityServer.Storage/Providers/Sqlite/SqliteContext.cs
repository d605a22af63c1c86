using IdentityServer.Storage.Conversions;

namespace IdentityServer.Storage.Providers.Sqlite;

internal sealed class SqliteContext(DbContextOptions<SqliteContext> options) : IdpContext(options)
{
    /// <summary>SQLite compares text byte for byte unless told otherwise.</summary>
    protected override string? BinaryCollation => null;

    protected override void KeepInstants(PropertiesConfigurationBuilder<DateTimeOffset> instants) =>
        instants.HaveConversion<InstantAsTicks>();
}
