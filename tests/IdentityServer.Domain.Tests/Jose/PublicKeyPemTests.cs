using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class PublicKeyPemTests
{
    [Fact]
    public void The_base_library_reads_the_same_key_out_of_it()
    {
        foreach (var name in (string[])["RS256", "ES256", "ES384", "ES512"])
        {
            var jwk = Tokens.Credential(name).PublicJwk;
            var pem = PublicKeyPem.Of(jwk);
            if (jwk.Kty == "RSA")
            {
                using var rsa = RSA.Create();
                rsa.ImportFromPem(pem);
                Assert.Equal(jwk.N, StrictBase64Url.Encode(rsa.ExportParameters(false).Modulus));
            }
            else
            {
                using var ecdsa = ECDsa.Create();
                ecdsa.ImportFromPem(pem);
                Assert.Equal(jwk.X, StrictBase64Url.Encode(ecdsa.ExportParameters(false).Q.X));
            }
        }
    }

    /// <summary>RFC 8410 §10.1.</summary>
    [Fact]
    public void Ed25519_is_as_the_rfc_prints_it() => Assert.Equal(
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----",
        PublicKeyPem.Of(Tokens.Key($$"""{"kty":"OKP","crv":"Ed25519","x":"{{StrictBase64Url.Encode(Convert.FromHexString("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"))}}"}""")));
}
