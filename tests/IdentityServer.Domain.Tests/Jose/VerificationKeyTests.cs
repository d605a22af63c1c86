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
}
