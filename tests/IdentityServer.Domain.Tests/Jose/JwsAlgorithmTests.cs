using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwsAlgorithmTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("rs256")]
    [InlineData("es256")]
    [InlineData("eddsa")]
    [InlineData("RS256 ")]
    [InlineData("RS1")]
    [InlineData("ES256K")]
    [InlineData("")]
    [InlineData(null)]
    public void The_table_has_no_such_name(string? name)
    {
        Assert.False(JwsAlgorithm.TryGet(name, out var algorithm));
        Assert.Null(algorithm);
    }

    [Fact]
    public void Every_name_finds_its_own_row()
    {
        Assert.Equal(7, JwsAlgorithm.All.Count);
        for (var i = 0; i < JwsAlgorithm.All.Count; i++)
        {
            Assert.True(JwsAlgorithm.TryGet(JwsAlgorithm.All[i].Name, out var algorithm));
            Assert.Same(JwsAlgorithm.All[i], algorithm);
            Assert.Equal(i, algorithm.Index);
        }
    }

    [Theory]
    [InlineData("RS256", "RSA", null, "SHA256")]
    [InlineData("PS256", "RSA", null, "SHA256")]
    [InlineData("RS512", "RSA", null, "SHA512")]
    [InlineData("ES256", "EC", "P-256", "SHA256")]
    [InlineData("ES384", "EC", "P-384", "SHA384")]
    [InlineData("ES512", "EC", "P-521", "SHA512")]
    [InlineData("EdDSA", "OKP", "Ed25519", "SHA512")]
    public void Each_row_says_what_its_RFC_says(string name, string keyType, string? curve, string hash)
    {
        var algorithm = Tokens.Algorithm(name);
        Assert.Equal(keyType, algorithm.KeyType);
        Assert.Equal(curve, algorithm.Curve);
        Assert.Equal(hash, algorithm.HashAlgorithmName.Name);
    }

    [Fact]
    public void EdDSA_is_available_where_libcrypto_is()
    {
        Assert.Equal(Ed25519.IsAvailable, JwsAlgorithm.EdDSA.IsAvailable);
        Assert.True(JwsAlgorithm.RS256.IsAvailable);
        if (OperatingSystem.IsLinux()) Assert.True(JwsAlgorithm.EdDSA.IsAvailable);
    }
}
