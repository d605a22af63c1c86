using IdentityServer.Domain.Organizations;

namespace IdentityServer.Storage.Organizations;

internal sealed class OrganizationMap : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> organization)
    {
        organization.ToTable("Organizations");
        organization.HasKey(o => o.Id);
        organization.Property(o => o.Id).HasMaxLength(Lengths.Id);
        organization.Property(o => o.Name).HasMaxLength(Lengths.Name);
        organization.Property(o => o.LogoUrl).HasMaxLength(Lengths.Uri);
        organization.Property(o => o.Version).HasMaxLength(Lengths.Uuid);
        organization.HasIndex(o => o.Name).IsUnique();
    }
}
