using IdentityServer.Domain.Organizations;

namespace IdentityServer.Storage.Organizations;

internal sealed class MemberSessionMap : IEntityTypeConfiguration<MemberSession>
{
    public void Configure(EntityTypeBuilder<MemberSession> session)
    {
        session.ToTable("MemberSessions");
        session.HasKey(s => s.Id);
        session.Property(s => s.Id).HasMaxLength(Lengths.Uuid);
        session.Property(s => s.OrganizationId).HasMaxLength(Lengths.Id);
        session.Property(s => s.MemberId).HasMaxLength(Lengths.Id);
        session.HasOne<Member>().WithMany().HasForeignKey(s => s.MemberId).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(s => s.Digest).IsUnique();
        session.HasIndex(s => s.ExpiresAt);
    }
}
