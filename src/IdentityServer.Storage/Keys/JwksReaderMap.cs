using IdentityServer.Domain.Keys;

namespace IdentityServer.Storage.Keys;

internal sealed class JwksReaderMap : IEntityTypeConfiguration<JwksReader>, IEntityTypeConfiguration<ClientRange>
{
    public void Configure(EntityTypeBuilder<JwksReader> reader)
    {
        reader.ToTable("JwksReaders");
        // A client may be called like an address range.
        reader.HasKey(r => new { r.PoolId, r.Name, r.IsClient });
        reader.Property(r => r.Name).HasMaxLength(Lengths.Id);
        reader.Property(r => r.UserAgent).HasMaxLength(Lengths.Stamp);
        reader.HasIndex(r => r.LastSeenAt);
    }

    public void Configure(EntityTypeBuilder<ClientRange> range)
    {
        range.ToTable("ClientRanges");
        range.HasKey(r => new { r.PoolId, r.Range, r.ClientId });
        range.Property(r => r.Range).HasMaxLength(Lengths.Word);
        range.HasIndex(r => r.LastSeenAt);
    }
}
