using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class PublicKeyTests
{
    static JwkProblem ProblemOf(Jwk jwk, JwsAlgorithm algorithm)
    {
        Assert.False(VerificationKey.TryCreate(jwk, algorithm, out var key, out var problem));
        Assert.Null(key);
        return problem;
    }

    [Fact]
    public void RSA_below_2048_bits_is_refused()
    {
        foreach (var bits in (int[])[1024, 2040])
        {
            using var rsa = RSA.Create(bits);
            Assert.Equal(JwkProblem.TooWeak, ProblemOf(Rsa(rsa.ExportParameters(false)), JwsAlgorithm.RS256));
        }
    }

    [Fact]
    public void RSA_numbers_that_are_no_key_or_cost_too_much_are_refused()
    {
        using var rsa = RSA.Create(2048);
        var modulus = rsa.ExportParameters(false).Modulus!;
        Assert.Equal(JwkProblem.NotAKey, ProblemOf(Rsa(new() { Modulus = modulus, Exponent = [1] }), JwsAlgorithm.RS256));
        Assert.Equal(JwkProblem.NotAKey, ProblemOf(Rsa(new() { Modulus = modulus, Exponent = [2] }), JwsAlgorithm.RS256));
        Assert.Equal(JwkProblem.TooDear, ProblemOf(Rsa(new() { Modulus = modulus, Exponent = modulus }), JwsAlgorithm.RS256));
        byte[] huge = [.. Enumerable.Repeat((byte)0xff, 1025)];
        Assert.Equal(JwkProblem.TooDear, ProblemOf(Rsa(new() { Modulus = huge, Exponent = [1, 0, 1] }), JwsAlgorithm.RS256));
        modulus[^1] &= 0xfe;
        Assert.Equal(JwkProblem.NotAKey, ProblemOf(Rsa(new() { Modulus = modulus, Exponent = [1, 0, 1] }), JwsAlgorithm.RS256));
    }

    [Theory]
    [InlineData("ES256", "P-256", 32)]
    [InlineData("ES384", "P-384", 48)]
    [InlineData("ES512", "P-521", 66)]
    public void A_point_off_the_curve_is_refused(string algorithm, string curve, int size)
    {
        var good = Tokens.Credential(algorithm).PublicJwk;
        var y = Tokens.Bytes(good.Y!);
        y[^1] ^= 1;
        Assert.Equal(JwkProblem.NotAKey, ProblemOf(Ec(curve, good.X!, StrictBase64Url.Encode(y)), Tokens.Algorithm(algorithm)));
        var zero = StrictBase64Url.Encode(new byte[size]);
        Assert.Equal(JwkProblem.NotAKey, ProblemOf(Ec(curve, zero, zero), Tokens.Algorithm(algorithm)));
    }

    static Jwk Rsa(RSAParameters key) => Tokens.Key(
        $$"""{"kty":"RSA","n":"{{StrictBase64Url.Encode(key.Modulus)}}","e":"{{StrictBase64Url.Encode(key.Exponent)}}"}""");

    static Jwk Ec(string curve, string x, string y) => Tokens.Key($$"""{"kty":"EC","crv":"{{curve}}","x":"{{x}}","y":"{{y}}"}""");
}
