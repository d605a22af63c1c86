using IdentityServer.Domain.Audit;

namespace IdentityServer.Storage.Audit;

internal sealed class KeptAnswerMap : IEntityTypeConfiguration<KeptAnswer>
{
    public void Configure(EntityTypeBuilder<KeptAnswer> answer)
    {
        answer.ToTable("KeptAnswers");
        answer.HasKey(a => new { a.OrganizationId, a.Key });
        answer.Property(a => a.OrganizationId).HasMaxLength(Lengths.Id);
        answer.HasIndex(a => a.ExpiresAt);
    }
}
