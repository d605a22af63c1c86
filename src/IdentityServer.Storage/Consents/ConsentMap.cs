using IdentityServer.Domain.Consents;

namespace IdentityServer.Storage.Consents;

internal sealed class ConsentMap : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> consent)
    {
        consent.ToTable("Consents");
        consent.HasKey(c => new { c.PoolId, c.UserId, c.ClientId });
        consent.HasIndex(c => new { c.PoolId, c.ClientId });
    }
}
