using System.Security.Cryptography;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class VerificationKeyTests
{
    static JwkProblem ProblemOf(Jwk jwk, JwsAlgorithm algorithm)
    {
        Assert.False(VerificationKey.TryCreate(jwk, algorithm, out var key, out var problem));
        Assert.Null(key);
        return problem;
    }

    static string With(string json, string members) => json.TrimEnd()[..^1] + "," + members + "}";

    static VerificationKey Key(string json, JwsAlgorithm algorithm)
    {
        Assert.True(VerificationKey.TryCreate(Tokens.Key(json), algorithm, out var key, out var problem), problem.ToString());
        return key;
    }

    [Theory]
    [InlineData(Vectors.A2Key, "RS256", Vectors.A2Token)]
    [InlineData(Vectors.A3Key, "ES256", Vectors.A3Token)]
    [InlineData(Vectors.A4Key, "ES512", Vectors.A4Token)]
    [InlineData(Vectors.Ed25519Key, "EdDSA", Vectors.Ed25519Token)]
    public void The_published_token_verifies_and_a_changed_one_does_not(string jwk, string algorithm, string token)
    {
        var key = Key(jwk, Tokens.Algorithm(algorithm));
        Assert.True(Tokens.Verifies(key, token));
        Assert.False(Tokens.Verifies(key, "f" + token[1..]));
        var dot = token.LastIndexOf('.') + 1;
        Assert.False(Tokens.Verifies(key, token[..dot] + (token[dot] == 'B' ? "C" : "B") + token[(dot + 1)..]));
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

    [Theory]
    [InlineData(Vectors.A2Key, "ES256")]
    [InlineData(Vectors.A2Key, "EdDSA")]
    [InlineData(Vectors.A3Key, "RS256")]
    [InlineData(Vectors.A3Key, "ES384")]
    [InlineData(Vectors.A4Key, "ES256")]
    [InlineData(Vectors.Ed25519Key, "ES256")]
    [InlineData(Vectors.ThumbprintKey, "RS512")]
    public void A_key_of_another_type_curve_or_algorithm_is_refused(string jwk, string algorithm) =>
        Assert.Equal(JwkProblem.AlgorithmMismatch, ProblemOf(Tokens.Key(jwk), Tokens.Algorithm(algorithm)));

    [Theory]
    [InlineData("\"use\":\"enc\"", JwkProblem.UseUnfit)]
    [InlineData("\"use\":\"SIG\"", JwkProblem.UseUnfit)]
    [InlineData("\"use\":\"\"", JwkProblem.UseUnfit)]
    [InlineData("\"key_ops\":[]", JwkProblem.OperationsUnfit)]
    [InlineData("\"key_ops\":[\"sign\",\"encrypt\"]", JwkProblem.OperationsUnfit)]
    [InlineData("\"alg\":\"HS256\"", JwkProblem.AlgorithmMismatch)]
    [InlineData("\"alg\":\"none\"", JwkProblem.AlgorithmMismatch)]
    public void A_key_meant_for_something_else_is_refused(string members, JwkProblem expected) =>
        Assert.Equal(expected, ProblemOf(Tokens.Key(With(Vectors.A3Key, members)), JwsAlgorithm.ES256));

    [Fact]
    public void A_key_that_says_verify_is_taken() =>
        Key(With(Vectors.A3Key, "\"use\":\"sig\",\"alg\":\"ES256\",\"key_ops\":[\"sign\",\"verify\"]"), JwsAlgorithm.ES256);

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

    [Theory]
    [MemberData(nameof(Tokens.AlgorithmNames), MemberType = typeof(Tokens))]
    public async Task Many_threads_verify_with_one_key(string name)
    {
        var credential = Tokens.Credential(name);
        var key = Tokens.PublicKey(credential);
        await Parallel.ForAsync(0, 200, (i, _) =>
        {
            Span<byte> signature = stackalloc byte[credential.SignatureSize];
            Assert.True(credential.TrySign(BitConverter.GetBytes(i), signature, out var written));
            Assert.Equal(credential.SignatureSize, written);
            Assert.True(key.Verify(BitConverter.GetBytes(i), signature));
            Assert.False(key.Verify(BitConverter.GetBytes(i + 1), signature));
            return ValueTask.CompletedTask;
        });
    }

    static Jwk Rsa(RSAParameters key) => Tokens.Key(
        $$"""{"kty":"RSA","n":"{{StrictBase64Url.Encode(key.Modulus)}}","e":"{{StrictBase64Url.Encode(key.Exponent)}}"}""");

    static Jwk Ec(string curve, string x, string y) => Tokens.Key($$"""{"kty":"EC","crv":"{{curve}}","x":"{{x}}","y":"{{y}}"}""");
}
