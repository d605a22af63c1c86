namespace IdentityServer.Storage.Jobs;

/// <summary>One table of Quartz, column by column. No class of ours stands behind it: only Quartz reads and writes its rows.</summary>
internal sealed class QuartzTable
{
    readonly EntityTypeBuilder<Dictionary<string, object>> entity;
    readonly Func<string, string> spell;

    public QuartzTable(ModelBuilder model, Func<string, string> spell, string name)
    {
        this.spell = spell;
        entity = model.SharedTypeEntity<Dictionary<string, object>>(JobStore.TablePrefix + name);
        entity.ToTable(spell(JobStore.TablePrefix + name));
    }

    public string Name => entity.Metadata.Name;

    /// <summary>Columns of the primary key, in its order.</summary>
    public QuartzTable Key(params (string Name, int Length)[] columns)
    {
        foreach (var (name, length) in columns) Text(length, name);
        entity.HasKey([.. columns.Select(column => column.Name)]);
        return this;
    }

    public QuartzTable Text(int length, params string[] names)
    {
        foreach (var name in names) Column<string>(name).HasMaxLength(length).IsRequired();
        return this;
    }

    public QuartzTable OptionalText(int length, params string[] names)
    {
        foreach (var name in names) Column<string>(name).HasMaxLength(length).IsRequired(false);
        return this;
    }

    /// <summary>Numbers and flags; nullable where the type is.</summary>
    public QuartzTable Of<T>(params string[] names) where T : notnull
    {
        foreach (var name in names) Column<T>(name);
        return this;
    }

    public QuartzTable Optional<T>(params string[] names) where T : struct
    {
        foreach (var name in names) Column<T?>(name);
        return this;
    }

    public QuartzTable OptionalAmount(params string[] names)
    {
        foreach (var name in names) Column<decimal?>(name).HasPrecision(13, 4);
        return this;
    }

    public QuartzTable Bytes(string name, bool isRequired)
    {
        Column<byte[]>(name).IsRequired(isRequired);
        return this;
    }

    /// <summary>Rows that are nothing without their parent, whose key is theirs.</summary>
    public QuartzTable PartOf(QuartzTable parent, params string[] key)
    {
        entity.HasOne(parent.Name, navigationName: null).WithOne().HasForeignKey(Name, key).OnDelete(DeleteBehavior.Cascade);
        return this;
    }

    public QuartzTable RefersTo(QuartzTable other, params string[] key)
    {
        entity.HasOne(other.Name, navigationName: null).WithMany().HasForeignKey(key).OnDelete(DeleteBehavior.Restrict);
        return this;
    }

    public QuartzTable Index(params string[] columns)
    {
        entity.HasIndex(columns);
        return this;
    }

    PropertyBuilder<T> Column<T>(string name) => entity.IndexerProperty<T>(name).HasColumnName(spell(name));
}
