using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

internal sealed class SigningKeyMap : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> key)
    {
        key.ToTable("SigningKeys");
        key.HasKey(k => new { k.PoolId, k.Kid });
        key.Property(k => k.Kid).HasMaxLength(Lengths.Id);
        key.Property(k => k.Algorithm).HasMaxLength(Lengths.Word);
        key.Property(k => k.SealedBy).HasMaxLength(Lengths.Stamp);
        key.Property(k => k.RevokedReason).HasMaxLength(Lengths.Name);
        // The second gate of rotation, behind the change stamp: of several nodes one makes the next key.
        key.HasIndex(k => new { k.PoolId, k.Algorithm, k.Generation }).IsUnique();
    }
}
