using IdentityServer.Domain.Consents;
using IdentityServer.Storage.Conversions;
using IdentityServer.Storage.Jobs;

namespace IdentityServer.Storage.Providers.SqlServer;

internal sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : IdpContext(options)
{
    /// <summary>The server's own collation folds case and accents.</summary>
    protected override string? BinaryCollation => "Latin1_General_100_BIN2";

    protected override void KeepInstants(PropertiesConfigurationBuilder<DateTimeOffset> instants) =>
        instants.HaveConversion<InstantAsUtc>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        // Three ids are more than the 900 bytes of a clustered key, and less than the 1700 of another.
        model.Entity<Consent>().HasKey(consent => new { consent.PoolId, consent.UserId, consent.ClientId }).IsClustered(false);
        // As Quartz writes them: a database may tell capitals from small letters.
        QuartzTables.Map(model, name => name);
    }
}
