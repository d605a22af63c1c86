using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Organizations;

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

        client.Property(c => c.TrustedIssuer).HasMaxLength(Lengths.Issuer);
        client.Property(c => c.TrustedSubject).HasMaxLength(Lengths.Id);
        client.Property(c => c.Version).HasMaxLength(Lengths.Uuid);

        client.OwnsOne(c => c.Sdk, sdk =>
        {
            sdk.Property(s => s.OrganizationId).HasColumnName("OrganizationId").HasMaxLength(Lengths.Id);
            sdk.Property(s => s.Kind).HasColumnName("SdkKind");
            sdk.Property(s => s.Description).HasColumnName("Description").HasMaxLength(Lengths.Uri);
            sdk.Property(s => s.OauthDisabled).HasColumnName("OauthDisabled");
            sdk.Property(s => s.ChromeExtensionId).HasColumnName("ChromeExtensionId").HasMaxLength(Lengths.Name);
            sdk.HasOne<Organization>().WithMany().HasForeignKey(s => s.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        });

        client.OwnsMany(c => c.Credentials, credential =>
        {
            credential.ToTable("ClientCredentials");
            credential.WithOwner().HasForeignKey("PoolId", "ClientId");
            credential.Property(c => c.SecretDigest).HasMaxLength(Lengths.Digest);
            credential.HasKey("PoolId", "ClientId", nameof(ClientCredential.SecretDigest));
        });
    }
}
