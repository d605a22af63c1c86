using System.Text;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwkReadingTests
{
    static JwkProblem ProblemOf(string json)
    {
        Assert.False(Jwk.TryParse(Encoding.UTF8.GetBytes(json), out var jwk, out var problem));
        Assert.Null(jwk);
        return problem;
    }

    [Theory]
    [InlineData("[]", JwkProblem.NotJson)]
    [InlineData("{\"kty\":\"RSA\",\"kty\":\"EC\"}", JwkProblem.DuplicateMember)]
    [InlineData("{}", JwkProblem.KeyTypeMissing)]
    [InlineData("{\"kty\":7}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"oct\",\"k\":\"AAAA\"}", JwkProblem.KeyTypeSymmetric)]
    [InlineData("{\"kty\":\"AKP\"}", JwkProblem.KeyTypeUnknown)]
    [InlineData("{\"kty\":\"rsa\"}", JwkProblem.KeyTypeUnknown)]
    [InlineData("{\"kty\":\"RSA\",\"e\":\"AQAB\"}", JwkProblem.MemberMissing)]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB\"}", JwkProblem.MemberMissing)]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AAEB\",\"e\":\"AQAB\"}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AAEAAQ\"}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"\"}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB==\",\"e\":\"AQAB\"}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"EC\",\"x\":\"AA\",\"y\":\"AA\"}", JwkProblem.MemberMissing)]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}", JwkProblem.CurveUnknown)]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}", JwkProblem.CurveUnknown)]
    [InlineData("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp\"}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"kid\":null}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"key_ops\":\"verify\"}", JwkProblem.MemberMalformed)]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"key_ops\":[1]}", JwkProblem.MemberMalformed)]
    public void A_malformed_key_is_refused(string json, JwkProblem expected) => Assert.Equal(expected, ProblemOf(json));
}
