using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwkThumbprintTests
{
    [Fact]
    public void The_RSA_key_of_RFC_7638_has_the_printed_thumbprint() =>
        Assert.Equal(Vectors.Thumbprint, JwkThumbprint.Of(Tokens.Key(Vectors.ThumbprintKey)));

    [Fact]
    public void The_Ed25519_key_of_RFC_8037_has_the_printed_thumbprint() =>
        Assert.Equal(Vectors.Ed25519Thumbprint, Tokens.Key(Vectors.Ed25519Key).Thumbprint());

    [Fact]
    public void An_EC_key_is_hashed_over_crv_kty_x_y()
    {
        var key = Tokens.Key(Vectors.A3Key);
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{key.X}}","y":"{{key.Y}}"}""";
        Assert.Equal(StrictBase64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), key.Thumbprint());
    }
}
