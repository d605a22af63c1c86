using System.Text;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class SigningCredentialTests
{
    [Theory]
    [MemberData(nameof(Tokens.AlgorithmNames), MemberType = typeof(Tokens))]
    public void A_key_survives_its_export(string name)
    {
        var credential = Tokens.Credential(name);
        using var again = SigningCredential.FromPkcs8("other", Tokens.Algorithm(name), credential.ExportPkcs8());
        Assert.Equal("other", again.Kid);
        Assert.Equal("other", again.PublicJwk.Kid);
        Assert.Equal(credential.PublicJwk.Thumbprint(), again.PublicJwk.Thumbprint());
        Assert.Equal(credential.Kid, credential.PublicJwk.Thumbprint());
        var signature = new byte[again.SignatureSize];
        Assert.True(again.TrySign("data"u8, signature, out var written));
        Assert.Equal(signature.Length, written);
        Assert.True(Tokens.PublicKey(credential).Verify("data"u8, signature));
    }

    [Theory]
    [MemberData(nameof(Tokens.AlgorithmNames), MemberType = typeof(Tokens))]
    public void A_destination_too_short_is_refused(string name)
    {
        var credential = Tokens.Credential(name);
        Assert.False(credential.TrySign("data"u8, new byte[credential.SignatureSize - 1], out _));
    }

    [Fact]
    public void The_header_is_encoded_once_per_typ()
    {
        var credential = Tokens.Credential("ES256");
        var header = credential.EncodedHeader("at+jwt");
        Assert.Equal($$"""{"alg":"ES256","kid":"{{credential.Kid}}","typ":"at+jwt"}""",
            Encoding.UTF8.GetString(Tokens.Bytes(Encoding.ASCII.GetString(header))));
        Assert.True(header == credential.EncodedHeader(new string("at+jwt".AsSpan())));
        Assert.False(header == credential.EncodedHeader("JWT"));
    }

    [Fact]
    public void A_disposed_key_signs_and_exports_no_more()
    {
        var credential = SigningCredential.Generate(JwsAlgorithm.ES256);
        credential.Dispose();
        credential.Dispose();
        Assert.Throws<ObjectDisposedException>(() => credential.TrySign("data"u8, new byte[64], out _));
        Assert.Throws<ObjectDisposedException>(credential.ExportPkcs8);
    }
}
