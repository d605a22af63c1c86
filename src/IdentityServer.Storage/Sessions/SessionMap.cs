using IdentityServer.Domain.Sessions;

namespace IdentityServer.Storage.Sessions;

internal sealed class SessionMap : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("Sessions");
        session.HasKey(s => new { s.PoolId, s.Id });
        session.Property(s => s.SecurityStamp).HasMaxLength(Lengths.Stamp);
        session.Property(s => s.Amr).HasMaxLength(Lengths.Id);
        session.Property(s => s.ConnectionId).HasMaxLength(Lengths.Pool);
        session.Property(s => s.UpstreamSubject).HasMaxLength(Lengths.Id);
        session.Property(s => s.UpstreamSid).HasMaxLength(Lengths.Id);
        session.HasIndex(s => s.Digest).IsUnique();
        session.HasIndex(s => new { s.PoolId, s.ConnectionId, s.UpstreamSubject });
        session.HasIndex(s => s.ExpiresAt);
        session.HasIndex(s => s.EndedAt);
    }
}
