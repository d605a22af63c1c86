using IdentityServer.Domain.Audit;

namespace IdentityServer.Storage.Audit;

/// <summary>Not behind the filter of pools: who reads the log reads that of an organization, and some lines are of no pool.</summary>
internal sealed class AuditRecordMap : IEntityTypeConfiguration<AuditRecord>
{
    public void Configure(EntityTypeBuilder<AuditRecord> record)
    {
        record.ToTable("AuditRecords");
        record.HasKey(r => r.Id);
        record.Property(r => r.Id).HasMaxLength(Lengths.Uuid);
        record.Property(r => r.OrganizationId).HasMaxLength(Lengths.Id);
        record.Property(r => r.Actor).HasMaxLength(AuditRecord.LongestText);
        record.Property(r => r.Action).HasMaxLength(Lengths.Action);
        record.Property(r => r.Target).HasMaxLength(AuditRecord.LongestText);
        record.Property(r => r.Details).HasMaxLength(AuditRecord.LongestDetails);
        record.Property(r => r.Correlation).HasMaxLength(AuditRecord.LongestText);
        record.HasIndex(r => new { r.OrganizationId, r.Id });
    }
}
