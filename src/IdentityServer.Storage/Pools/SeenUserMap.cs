using IdentityServer.Domain.Pools;

namespace IdentityServer.Storage.Pools;

internal sealed class SeenUserMap : IEntityTypeConfiguration<SeenUser>
{
    public void Configure(EntityTypeBuilder<SeenUser> user)
    {
        user.ToTable("SeenUsers");
        user.HasKey(u => new { u.PoolId, u.AppUserId });
        user.Property(u => u.AppUserId).HasMaxLength(Lengths.Id);
        user.Property(u => u.Issuer).HasMaxLength(Lengths.Uri);
    }
}
