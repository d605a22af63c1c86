namespace IdentityServer.Storage.Tokens;

internal sealed class SpentTokenMap : IEntityTypeConfiguration<SpentToken>
{
    public void Configure(EntityTypeBuilder<SpentToken> token)
    {
        token.ToTable("SpentTokens");
        token.HasKey(t => new { t.PoolId, t.Digest });
        token.HasIndex(t => t.ExpiresAt);
    }
}
