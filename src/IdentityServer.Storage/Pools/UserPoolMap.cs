using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.Pools;

namespace IdentityServer.Storage.Pools;

/// <summary>Not behind the filter of pools: these are the pools.</summary>
internal sealed class UserPoolMap : IEntityTypeConfiguration<UserPool>
{
    public void Configure(EntityTypeBuilder<UserPool> pool)
    {
        pool.ToTable("UserPools");
        pool.HasKey(p => p.Id);
        pool.Property(p => p.OrganizationId).HasMaxLength(Lengths.Id);
        pool.Property(p => p.Name).HasMaxLength(Lengths.Name);
        pool.Property(p => p.Description).HasMaxLength(Lengths.Uri);
        pool.Property(p => p.Version).HasMaxLength(Lengths.Uuid);
        pool.OwnsOne(p => p.Authorization, source =>
        {
            source.Property(s => s.JwksUri).HasColumnName("JwksUri").HasMaxLength(Lengths.Uri);
            source.Property(s => s.Jwks).HasColumnName("Jwks");
            source.Property(s => s.IdClaim).HasColumnName("IdClaim").HasMaxLength(Lengths.Name);
            source.Property(s => s.Issuer).HasColumnName("Issuer").HasMaxLength(Lengths.Uri);
            source.Property(s => s.Audience).HasColumnName("Audience").HasMaxLength(Lengths.Uri);
        });
        pool.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        pool.HasIndex(p => new { p.OrganizationId, p.Id });
    }
}
