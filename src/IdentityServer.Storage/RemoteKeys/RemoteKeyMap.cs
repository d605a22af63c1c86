namespace IdentityServer.Storage.RemoteKeys;

internal sealed class RemoteKeyMap : IEntityTypeConfiguration<RemoteKeyRow>
{
    public void Configure(EntityTypeBuilder<RemoteKeyRow> row)
    {
        row.ToTable("RemoteKeys");
        row.HasKey(r => r.Source);
        row.HasIndex(r => r.ConfirmedAt);
    }
}
