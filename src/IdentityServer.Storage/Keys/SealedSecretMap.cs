using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

internal sealed class SealedSecretMap : IEntityTypeConfiguration<SealedSecret>
{
    public void Configure(EntityTypeBuilder<SealedSecret> secret)
    {
        secret.ToTable("SealedSecrets");
        secret.HasKey(s => s.Name);
        secret.Property(s => s.Name).HasMaxLength(Lengths.Id);
        secret.Property(s => s.SealedBy).HasMaxLength(Lengths.Stamp);
    }
}
