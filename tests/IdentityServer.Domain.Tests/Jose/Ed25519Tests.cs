using System.Text;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class Ed25519Tests
{
    [Fact]
    public void The_seed_of_RFC_8037_gives_the_printed_key_and_signature()
    {
        using var key = Ed25519.FromSeed(Tokens.Bytes(Vectors.Ed25519Seed));
        Assert.Equal(Tokens.Key(Vectors.Ed25519Key).X, StrictBase64Url.Encode(key.PublicKey()));
        var dot = Vectors.Ed25519Token.LastIndexOf('.');
        var signature = new byte[Ed25519.SignatureSize];
        for (var again = 0; again < 3; again++)
        {
            Assert.True(key.TrySign(Encoding.ASCII.GetBytes(Vectors.Ed25519Token[..dot]), signature, out var written));
            Assert.Equal(64, written);
            Assert.Equal(Vectors.Ed25519Token[(dot + 1)..], StrictBase64Url.Encode(signature));
        }
    }

    // RFC 8032 §7.1, TEST 1: the empty message.
    [Fact]
    public void The_empty_message_of_RFC_8032_verifies()
    {
        using var key = Ed25519.FromPublicKey(Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        var signature = Convert.FromHexString(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        Assert.True(key.Verify([], signature));
        Assert.False(key.Verify([0], signature));
        Assert.False(key.Verify([], signature.AsSpan(1)));
        signature[63] ^= 0x10;
        Assert.False(key.Verify([], signature));
    }

    [Fact]
    public void PKCS8_is_the_form_of_RFC_8410()
    {
        var pkcs8 = Ed25519.ToPkcs8(Tokens.Bytes(Vectors.Ed25519Seed));
        Assert.StartsWith("302e020100300506032b657004220420", Convert.ToHexStringLower(pkcs8), StringComparison.Ordinal);
        using var credential = SigningCredential.FromPkcs8("k", JwsAlgorithm.EdDSA, pkcs8);
        Assert.Equal(Tokens.Key(Vectors.Ed25519Key).X, credential.PublicJwk.X);
        Assert.Equal(pkcs8, credential.ExportPkcs8());
    }

    [Fact]
    public void A_destination_too_short_is_refused()
    {
        using var key = Ed25519.FromSeed(new byte[32]);
        Assert.False(key.TrySign("x"u8, new byte[63], out var written));
        Assert.Equal(0, written);
    }
}
