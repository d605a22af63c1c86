using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

internal sealed class SigningKeyMap : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> key)
    {
        key.ToTable("SigningKeys");
        key.HasKey(k => k.Kid);
        key.Property(k => k.Kid).HasMaxLength(Lengths.Id);
        key.Property(k => k.Algorithm).HasMaxLength(Lengths.Word);
        key.Property(k => k.SealedBy).HasMaxLength(Lengths.Stamp);
        // The gate of rotation: of several nodes one makes the next key.
        key.HasIndex(k => new { k.PoolId, k.Algorithm, k.Generation }).IsUnique();
    }
}
