using IdentityServer.Storage.Conversions;
using IdentityServer.Storage.Jobs;

namespace IdentityServer.Storage.Providers.PostgreSql;

internal sealed class PostgreSqlContext(DbContextOptions<PostgreSqlContext> options) : IdpContext(options)
{
    /// <summary>Independent of the cluster's locale, so that an index survives an upgrade of its libraries.</summary>
    protected override string? BinaryCollation => "C";

    protected override void KeepInstants(PropertiesConfigurationBuilder<DateTimeOffset> instants) =>
        instants.HaveConversion<InstantAsUtc>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        // PostgreSQL folds unquoted names to small letters; ours are quoted.
        QuartzTables.Map(model, name => name.ToLowerInvariant());
    }
}
