namespace IdentityServer.Storage.Caching;

/// <summary>Not behind the filter of pools: a node asks for all of them at once.</summary>
internal sealed class KeyStampMap : IEntityTypeConfiguration<KeyStamp>
{
    public void Configure(EntityTypeBuilder<KeyStamp> stamp)
    {
        stamp.ToTable("KeyStamps");
        stamp.HasKey(s => s.PoolId);
        stamp.HasIndex(s => s.Value);
        // The root's keys are older than this table.
        stamp.HasData(new KeyStamp { PoolId = PoolId.Default, Value = 0 });
    }
}
