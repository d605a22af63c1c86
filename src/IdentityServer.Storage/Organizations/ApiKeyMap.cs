using IdentityServer.Domain.Organizations;

namespace IdentityServer.Storage.Organizations;

internal sealed class ApiKeyMap : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("ApiKeys");
        key.HasKey(k => k.Id);
        key.Property(k => k.Id).HasMaxLength(Lengths.Id);
        key.Property(k => k.OrganizationId).HasMaxLength(Lengths.Id);
        key.Property(k => k.Name).HasMaxLength(Lengths.Name);
        key.Property(k => k.Prefix).HasMaxLength(Lengths.Word);
        key.Property(k => k.ClientId).HasMaxLength(Lengths.Id);
        key.Property(k => k.MadeBy).HasMaxLength(Lengths.Uuid);
        key.HasOne<Organization>().WithMany().HasForeignKey(k => k.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        key.HasIndex(k => k.Digest).IsUnique();
        key.HasIndex(k => k.OrganizationId);
    }
}
