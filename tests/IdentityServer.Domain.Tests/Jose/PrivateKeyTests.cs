using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class PrivateKeyTests
{
    [Fact]
    public void A_stored_key_of_another_kind_is_an_error()
    {
        Assert.Throws<CryptographicException>(() => SigningCredential.FromPkcs8("k", JwsAlgorithm.ES256, Tokens.Credential("RS256").ExportPkcs8()));
        Assert.Throws<CryptographicException>(() => SigningCredential.FromPkcs8("k", JwsAlgorithm.ES256, Tokens.Credential("ES384").ExportPkcs8()));
        Assert.Throws<CryptographicException>(() => SigningCredential.FromPkcs8("k", JwsAlgorithm.EdDSA, Tokens.Credential("ES256").ExportPkcs8()));
        using var weak = RSA.Create(1024);
        Assert.Throws<CryptographicException>(() => SigningCredential.FromPkcs8("k", JwsAlgorithm.RS256, weak.ExportPkcs8PrivateKey()));
    }
}
