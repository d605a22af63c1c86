using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

internal sealed class RotationPolicyMap : IEntityTypeConfiguration<RotationPolicy>
{
    public void Configure(EntityTypeBuilder<RotationPolicy> policy)
    {
        policy.ToTable("RotationPolicies");
        policy.HasKey(p => new { p.PoolId, p.Algorithm });
        policy.Property(p => p.Algorithm).HasMaxLength(Lengths.Word);
        policy.Property(p => p.Schedule).HasMaxLength(Lengths.Stamp);
    }
}
