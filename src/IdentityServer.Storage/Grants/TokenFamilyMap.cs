using IdentityServer.Domain.Grants;

namespace IdentityServer.Storage.Grants;

internal sealed class TokenFamilyMap : IEntityTypeConfiguration<TokenFamily>
{
    public void Configure(EntityTypeBuilder<TokenFamily> family)
    {
        family.ToTable("TokenFamilies");
        family.HasKey(f => new { f.PoolId, f.Id });
        family.Property(f => f.SecurityStamp).HasMaxLength(Lengths.Stamp);
        family.Property(f => f.Acr).HasMaxLength(Lengths.Id);
        family.Property(f => f.Amr).HasMaxLength(Lengths.Id);
        family.Property(f => f.RedirectUri).HasMaxLength(Lengths.Uri);
        family.Property(f => f.CodeChallenge).HasMaxLength(128);
        family.HasIndex(f => f.CodeDigest).IsUnique();
        // Three ways to revoke: with a session, with a consent, with a client.
        family.HasIndex(f => new { f.PoolId, f.SessionId });
        family.HasIndex(f => new { f.PoolId, f.UserId, f.ClientId });
        family.HasIndex(f => new { f.PoolId, f.ClientId });
        family.HasIndex(f => f.CodeExpiresAt);
    }
}
