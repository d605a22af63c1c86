using IdentityServer.Domain.Organizations;
using IdentityServer.Domain.TrustedIssuers;

namespace IdentityServer.Storage.TrustedIssuers;

/// <summary>Not behind the filter of pools: a token comes before anybody knows whose it is.</summary>
internal sealed class TrustedIssuerMap : IEntityTypeConfiguration<TrustedIssuer>
{
    public void Configure(EntityTypeBuilder<TrustedIssuer> issuer)
    {
        issuer.ToTable("TrustedIssuers");
        issuer.HasKey(i => i.Id);
        issuer.Property(i => i.Id).HasMaxLength(Lengths.Uuid);
        issuer.Property(i => i.OrganizationId).HasMaxLength(Lengths.Id);
        issuer.Property(i => i.Issuer).HasMaxLength(Lengths.Issuer);
        issuer.Property(i => i.Audience).HasMaxLength(Lengths.Issuer);
        issuer.Property(i => i.UserIdExpression).HasMaxLength(Lengths.Id);
        issuer.Property(i => i.JwksUri).HasMaxLength(Lengths.Uri);
        issuer.Property(i => i.Version).HasMaxLength(Lengths.Uuid);
        issuer.HasOne<Organization>().WithMany().HasForeignKey(i => i.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        issuer.HasIndex(i => new { i.Issuer, i.Audience }).IsUnique();
        issuer.HasIndex(i => new { i.OrganizationId, i.Id });
    }
}
