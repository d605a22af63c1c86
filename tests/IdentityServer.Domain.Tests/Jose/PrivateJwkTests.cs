using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class PrivateJwkTests
{
    static PrivateKeyProblem Problem(string json)
    {
        if (!PrivateKeyReader.TryRead(PrivateTexts.Bytes(json), out var key, out var problem)) return problem;
        key.Dispose();
        return PrivateKeyProblem.None;
    }

    static string With(JsonObject jwk, string member, string? value)
    {
        if (value is null) jwk.Remove(member);
        else jwk[member] = value;
        return jwk.ToJsonString();
    }

    static JsonObject Ec => (JsonObject)JsonNode.Parse(PrivateTexts.P256Jwk)!;

    static JsonObject Okp => (JsonObject)JsonNode.Parse(PrivateTexts.Ed25519Jwk)!;

    static void Reads(string json, JwsAlgorithm algorithm, string? kid)
    {
        Assert.True(PrivateKeyReader.TryRead(PrivateTexts.Bytes(json), out var key, out var problem), problem.ToString());
        using (key)
        {
            Assert.Equal((algorithm, kid), (key.Algorithm, key.Kid));
            Assert.True(Jwk.TryParse(PrivateTexts.Bytes(json), out var jwk, out _));
            using var credential = SigningCredential.FromPkcs8("k", algorithm, key.Pkcs8);
            Assert.Equal(jwk.Thumbprint(), credential.PublicJwk.Thumbprint());
        }
    }

    [Fact]
    public void Keys_of_every_type_are_read_with_their_names()
    {
        Reads(PrivateTexts.RsaJwk().ToJsonString(), JwsAlgorithm.RS256, "old-key");
        Reads(PrivateTexts.P256Jwk, JwsAlgorithm.ES256, null);
        Reads(With(Ec, "alg", "ES256"), JwsAlgorithm.ES256, null);
        Reads(With(Ec, "use", "sig"), JwsAlgorithm.ES256, null);
        if (!JwsAlgorithm.EdDSA.IsAvailable) return;
        Reads(PrivateTexts.Ed25519Jwk, JwsAlgorithm.EdDSA, null);
        Reads(With(Okp, "alg", "Ed25519"), JwsAlgorithm.EdDSA, null);
    }

    [Fact]
    public void Numbers_with_zeros_before_them_are_the_same_numbers()
    {
        // In one of 256 keys a number is a byte shorter than the others.
        for (var i = 0; i < 12; i++)
        {
            using var rsa = RSA.Create(2048);
            Assert.Equal(PrivateKeyProblem.None, Problem(PrivateTexts.RsaJwk(rsa).ToJsonString()));
        }
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("q")]
    [InlineData("dp")]
    [InlineData("dq")]
    [InlineData("qi")]
    [InlineData("n")]
    [InlineData("e")]
    public void An_rsa_key_needs_all_its_numbers_and_they_fit_each_other(string member)
    {
        Assert.Equal(PrivateKeyProblem.MemberMissing, Problem(With(PrivateTexts.RsaJwk(), member, null)));
        Assert.Equal(PrivateKeyProblem.Malformed, Problem(With(PrivateTexts.RsaJwk(), member, "not base64")));
        using var other = RSA.Create(2048);
        var foreign = member == "e" ? "AQAD" : (string)PrivateTexts.RsaJwk(other)[member]!;
        Assert.Equal(PrivateKeyProblem.Inconsistent, Problem(With(PrivateTexts.RsaJwk(), member, foreign)));
    }

    [Fact]
    public void A_public_half_of_another_key_is_noticed()
    {
        var (x, y) = (StrictBase64Url.Encode(PrivateTexts.P256.ExportParameters(false).Q.X), StrictBase64Url.Encode(PrivateTexts.P256.ExportParameters(false).Q.Y));
        Assert.Equal(PrivateKeyProblem.Inconsistent, Problem(With((JsonObject)JsonNode.Parse(With(Ec, "x", x))!, "y", y)));
        Assert.Equal(PrivateKeyProblem.Inconsistent, Problem(With(Ec, "x", x)));
        Assert.NotEqual(PrivateKeyProblem.None, Problem(With(Ec, "d", StrictBase64Url.Encode(new byte[32]))));
        Assert.NotEqual(PrivateKeyProblem.None, Problem(With(Ec, "d", StrictBase64Url.Encode([.. Enumerable.Repeat((byte)255, 32)]))));
        if (JwsAlgorithm.EdDSA.IsAvailable) Assert.Equal(PrivateKeyProblem.Inconsistent, Problem(With(Okp, "x", x)));
    }

    [Fact]
    public void What_a_key_says_of_itself_is_kept_to()
    {
        Assert.Equal(PrivateKeyProblem.UseUnfit, Problem(With(Ec, "use", "enc")));
        Assert.Equal(PrivateKeyProblem.AlgorithmUnfit, Problem(With(Ec, "alg", "ECDH-ES")));
        Assert.Equal(PrivateKeyProblem.AlgorithmUnfit, Problem(With(PrivateTexts.RsaJwk(), "alg", "PS256")));
        Assert.Equal(PrivateKeyProblem.AlgorithmUnfit, Problem(With(Okp, "alg", "ES256")));
        var operations = Ec;
        operations["key_ops"] = new JsonArray("verify");
        Assert.Equal(PrivateKeyProblem.UseUnfit, Problem(operations.ToJsonString()));
        operations["key_ops"] = new JsonArray("verify", "sign");
        Assert.Equal(PrivateKeyProblem.None, Problem(operations.ToJsonString()));
    }

    [Fact]
    public void What_is_no_private_key_to_sign_with_is_named()
    {
        Assert.Equal(PrivateKeyProblem.PublicOnly, Problem(Vectors.A2Key));
        Assert.Equal(PrivateKeyProblem.PublicOnly, Problem(With(Ec, "d", null)));
        Assert.Equal(PrivateKeyProblem.SeveralKeys, Problem($$"""{"keys":[{{PrivateTexts.P256Jwk}}]}"""));
        Assert.Equal(PrivateKeyProblem.Symmetric, Problem("""{"kty":"oct","k":"AAAA"}"""));
        Assert.Equal(PrivateKeyProblem.KeyTypeUnknown, Problem("""{"kty":"PQC","d":"AAAA"}"""));
        Assert.Equal(PrivateKeyProblem.CurveUnknown, Problem(With(Ec, "crv", "secp256k1")));
        Assert.Equal(PrivateKeyProblem.CurveUnknown, Problem(With(Okp, "crv", "X25519")));
        Assert.Equal(PrivateKeyProblem.NotAKey, Problem("{}"));
        Assert.Equal(PrivateKeyProblem.Malformed, Problem("{"));
        Assert.Equal(PrivateKeyProblem.Malformed, Problem("""{"kty":"EC","kty":"EC"}"""));
        Assert.Equal(PrivateKeyProblem.MorePrimes, Problem(With(PrivateTexts.RsaJwk(), "oth", "x")));
        using var weak = RSA.Create(1024);
        Assert.Equal(PrivateKeyProblem.TooWeak, Problem(PrivateTexts.RsaJwk(weak).ToJsonString()));
        Assert.Equal(PrivateKeyProblem.TooDear, Problem(With(PrivateTexts.RsaJwk(), "n", StrictBase64Url.Encode([.. Enumerable.Repeat((byte)255, 1025)]))));
    }
}
