using IdentityServer.Domain.Users;

namespace IdentityServer.Storage.Users;

internal sealed class UserMap : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("Users");
        user.HasKey(u => new { u.PoolId, u.Id });
        user.Property(u => u.Username).HasMaxLength(Lengths.Name);
        user.Property(u => u.NormalizedUsername).HasMaxLength(Lengths.Name);
        user.Property(u => u.Email).HasMaxLength(Lengths.Name);
        user.Property(u => u.NormalizedEmail).HasMaxLength(Lengths.Name);
        user.Property(u => u.PasswordHash).HasMaxLength(1024);
        user.Property(u => u.SecurityStamp).HasMaxLength(Lengths.Stamp);
        user.Property(u => u.ConcurrencyStamp).HasMaxLength(Lengths.Stamp);
        user.HasIndex(u => new { u.PoolId, u.NormalizedUsername }).IsUnique();
        // Rows without an address do not collide: SQL Server gets a filter, the others count nulls as different.
        user.HasIndex(u => new { u.PoolId, u.NormalizedEmail }).IsUnique();
    }
}
