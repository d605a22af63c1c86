using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Users;

namespace IdentityServer.Storage.Connections;

internal sealed class UpstreamIdentityMap : IEntityTypeConfiguration<UpstreamIdentity>
{
    public void Configure(EntityTypeBuilder<UpstreamIdentity> identity)
    {
        identity.ToTable("UpstreamIdentities");
        identity.HasKey(i => new { i.PoolId, i.ConnectionId, i.Subject });
        identity.Property(i => i.ConnectionId).HasMaxLength(Lengths.Pool);
        identity.Property(i => i.Subject).HasMaxLength(Lengths.Id);
        identity.Property(i => i.Issuer).HasMaxLength(Lengths.Issuer);
        identity.HasOne<User>().WithMany().HasForeignKey(i => new { i.PoolId, i.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}
