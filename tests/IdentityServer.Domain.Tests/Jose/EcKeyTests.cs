using System.Security.Cryptography;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class EcKeyTests
{
    [Theory]
    [InlineData("ES256", 32)]
    [InlineData("ES384", 48)]
    [InlineData("ES512", 66)]
    public void A_signature_with_r_or_s_of_zero_or_of_another_length_is_refused(string algorithm, int size)
    {
        var credential = Tokens.Credential(algorithm);
        var key = Tokens.PublicKey(credential);
        var signature = new byte[2 * size];
        Assert.True(credential.TrySign("data"u8, signature, out _));
        Assert.True(key.Verify("data"u8, signature));
        Assert.False(key.Verify("data"u8, new byte[2 * size]));
        Assert.False(key.Verify("data"u8, [.. new byte[size], .. signature[size..]]));
        Assert.False(key.Verify("data"u8, [.. signature[..size], .. new byte[size]]));
        Assert.False(key.Verify("data"u8, signature.AsSpan(1)));
        Assert.False(key.Verify("data"u8, [.. signature, 0]));
        Assert.False(key.Verify("data"u8, [.. Enumerable.Repeat((byte)0xff, 2 * size)]));
        Assert.False(key.Verify("data"u8, []));
        Assert.False(key.Verify("data"u8, new byte[5000]));
    }

    // RFC 7518 §3.4: the other form of ECDSA signatures, DER, is none of JOSE's.
    [Fact]
    public void A_DER_signature_is_refused()
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(Tokens.Credential("ES256").ExportPkcs8(), out _);
        var der = ecdsa.SignData("data"u8.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Assert.False(Tokens.PublicKey(Tokens.Credential("ES256")).Verify("data"u8, der));
    }
}
