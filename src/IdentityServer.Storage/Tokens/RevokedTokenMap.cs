namespace IdentityServer.Storage.Tokens;

internal sealed class RevokedTokenMap : IEntityTypeConfiguration<RevokedToken>
{
    public void Configure(EntityTypeBuilder<RevokedToken> token)
    {
        token.ToTable("RevokedTokens");
        token.HasKey(t => new { t.PoolId, t.Jti });
        token.Property(t => t.Jti).HasMaxLength(Lengths.Id);
        token.HasIndex(t => t.ExpiresAt);
    }
}
