using IdentityServer.Domain.Resources;

namespace IdentityServer.Storage.Resources;

internal sealed class ResourceMap : IEntityTypeConfiguration<Resource>
{
    public void Configure(EntityTypeBuilder<Resource> resource)
    {
        resource.ToTable("Resources");
        resource.HasKey(r => new { r.PoolId, r.Identifier });
        resource.Property(r => r.Identifier).HasMaxLength(Lengths.Resource);
        resource.Property(r => r.AccessTokenAlgorithm).HasMaxLength(Lengths.Word);
    }
}
