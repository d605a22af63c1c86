using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

internal sealed class TokenCountMap : IEntityTypeConfiguration<TokenCount>
{
    public void Configure(EntityTypeBuilder<TokenCount> count)
    {
        count.ToTable("TokenCounts");
        count.HasKey(c => new { c.PoolId, c.Kid, c.Node, c.ExpiresAt });
        count.Property(c => c.Kid).HasMaxLength(Lengths.Id);
        count.Property(c => c.Node).HasMaxLength(Lengths.Word);
        count.HasIndex(c => c.ExpiresAt);
    }
}
