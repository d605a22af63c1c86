using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Organizations;

namespace IdentityServer.Storage.Connections;

internal sealed class ConnectionMap : IEntityTypeConfiguration<Connection>
{
    public void Configure(EntityTypeBuilder<Connection> connection)
    {
        connection.ToTable("Connections");
        connection.HasKey(c => new { c.PoolId, c.Id });
        connection.Property(c => c.Id).HasMaxLength(Lengths.Pool);
        connection.Property(c => c.OrganizationId).HasMaxLength(Lengths.Id);
        connection.Property(c => c.Name).HasMaxLength(Lengths.Name);
        connection.Property(c => c.Preset).HasMaxLength(Lengths.Word);
        connection.Property(c => c.Issuer).HasMaxLength(Lengths.Issuer);
        connection.Property(c => c.AuthorizationUrl).HasMaxLength(Lengths.Uri);
        connection.Property(c => c.TokenUrl).HasMaxLength(Lengths.Uri);
        connection.Property(c => c.UserInfoUrl).HasMaxLength(Lengths.Uri);
        connection.Property(c => c.ClientId).HasMaxLength(Lengths.Issuer);
        connection.Property(c => c.Scope).HasMaxLength(Lengths.Uri);
        connection.Property(c => c.SubjectExpression).HasMaxLength(Lengths.Id);
        connection.Property(c => c.Version).HasMaxLength(Lengths.Uuid);
        connection.HasOne<Organization>().WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        connection.HasIndex(c => new { c.PoolId, c.Issuer }).IsUnique();
        connection.HasIndex(c => c.OrganizationId);
    }
}
