using IdentityServer.Domain.Clients;

namespace IdentityServer.Storage.Clients;

internal sealed class ClientMap : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> client)
    {
        client.ToTable("Clients");
        client.HasKey(c => new { c.PoolId, c.Id });
        client.Property(c => c.Name).HasMaxLength(Lengths.Name);
        client.Property(c => c.BackchannelLogoutUri).HasMaxLength(Lengths.Uri);
        client.Property(c => c.LogoUri).HasMaxLength(Lengths.Uri);
        client.Property(c => c.PolicyUri).HasMaxLength(Lengths.Uri);
        client.Property(c => c.TosUri).HasMaxLength(Lengths.Uri);
        client.Property(c => c.ClientUri).HasMaxLength(Lengths.Uri);
        client.Property(c => c.IdTokenAlgorithm).HasMaxLength(Lengths.Word);

        client.OwnsMany(c => c.Credentials, credential =>
        {
            credential.ToTable("ClientCredentials");
            credential.WithOwner().HasForeignKey("PoolId", "ClientId");
            credential.Property(c => c.SecretDigest).HasMaxLength(Lengths.Digest);
            credential.HasKey("PoolId", "ClientId", nameof(ClientCredential.SecretDigest));
        });
    }
}
