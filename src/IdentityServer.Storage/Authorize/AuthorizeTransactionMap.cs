using IdentityServer.Domain.Authorize;

namespace IdentityServer.Storage.Authorize;

internal sealed class AuthorizeTransactionMap : IEntityTypeConfiguration<AuthorizeTransaction>
{
    public void Configure(EntityTypeBuilder<AuthorizeTransaction> transaction)
    {
        transaction.ToTable("AuthorizeTransactions");
        transaction.HasKey(t => new { t.PoolId, t.Digest });
        transaction.HasIndex(t => t.ExpiresAt);
    }
}
