using IdentityServer.Domain.Organizations;

namespace IdentityServer.Storage.Organizations;

internal sealed class MemberMap : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> member)
    {
        member.ToTable("Members");
        member.HasKey(m => m.Id);
        member.Property(m => m.Id).HasMaxLength(Lengths.Id);
        member.Property(m => m.OrganizationId).HasMaxLength(Lengths.Id);
        member.Property(m => m.Email).HasMaxLength(Lengths.Name);
        member.Property(m => m.NormalizedEmail).HasMaxLength(Lengths.Name);
        member.Property(m => m.PasswordHash).HasMaxLength(1024);
        member.Property(m => m.Name).HasMaxLength(Lengths.Name);
        member.Property(m => m.Version).HasMaxLength(Lengths.Uuid);
        member.HasIndex(m => m.NormalizedEmail);
        member.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        member.HasIndex(m => new { m.OrganizationId, m.NormalizedEmail }).IsUnique();
    }
}
