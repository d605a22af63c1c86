namespace IdentityServer.Storage.Caching;

internal sealed class ChangeStampMap : IEntityTypeConfiguration<ChangeStamp>
{
    public void Configure(EntityTypeBuilder<ChangeStamp> stamp)
    {
        stamp.ToTable("ChangeStamps");
        stamp.HasKey(s => s.Name);
        stamp.Property(s => s.Name).HasMaxLength(Lengths.Word);
        stamp.HasData(new ChangeStamp { Name = ChangeStamp.Catalogue, Value = 0 }, new ChangeStamp { Name = ChangeStamp.Keys, Value = 0 },
            new ChangeStamp { Name = ChangeStamp.Organizations, Value = 0 });
    }
}
