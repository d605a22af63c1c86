using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class RsaKeyTests
{
    // RFC 7518 §3.5: the salt is as long as the hash, and PSS is not PKCS #1.
    [Fact]
    public void The_two_paddings_and_hashes_do_not_verify_each_other()
    {
        using var rsa = RSA.Create(2048);
        foreach (var signer in JwsAlgorithm.All)
        {
            if (signer.KeyType != "RSA") continue;
            var signature = new byte[256];
            Assert.True(new RsaKey(rsa, signer).TrySign("data"u8, signature, out var written));
            Assert.Equal(256, written);
            foreach (var verifier in JwsAlgorithm.All)
                if (verifier.KeyType == "RSA")
                    Assert.Equal(signer == verifier, new RsaKey(rsa, verifier).Verify("data"u8, signature));
        }
    }

    [Fact]
    public void A_signature_of_another_length_is_refused()
    {
        using var rsa = RSA.Create(2048);
        var key = new RsaKey(rsa, JwsAlgorithm.RS256);
        var signature = new byte[256];
        Assert.True(key.TrySign("data"u8, signature, out _));
        Assert.True(key.Verify("data"u8, signature));
        Assert.False(key.Verify("data"u8, signature.AsSpan(1)));
        Assert.False(key.Verify("data"u8, [0, .. signature]));
        Assert.False(key.Verify("data"u8, []));
    }

    /// <summary>One signature in 256 begins with a zero; without it the number is the same, and the signature is another.</summary>
    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public void A_signature_that_lost_its_leading_zero_is_refused(string name)
    {
        Assert.True(JwsAlgorithm.TryGet(name, out var algorithm));
        using var rsa = RSA.Create(2048);
        var key = new RsaKey(rsa, algorithm);
        var signature = new byte[256];
        var data = new byte[4];
        do
        {
            data[0]++;
            if (data[0] == 0) data[1]++;
            Assert.True(key.TrySign(data, signature, out _));
        }
        while (signature[0] != 0);
        Assert.True(key.Verify(data, signature));
        Assert.False(key.Verify(data, signature.AsSpan(1)));
    }
}
