using System.Security.Cryptography;
using System.Text;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwtVerifierTests
{
    static readonly JwtExpectations Expected = new() { Issuer = "https://id.example", Audience = "api" };

    static JwtProblem? Judge(string payload, JwtExpectations? expectations = null, string typ = "JWT") =>
        JwtVerifier.Verify(Tokens.Read(Tokens.Signed(payload, typ: typ)), Tokens.PublicKey(Tokens.Credential("ES256")),
            expectations ?? Expected, Tokens.Now);

    static string Claims(string members) => $$"""{"iss":"https://id.example","aud":"api",{{members}}}""";

    [Fact]
    public void A_good_token_is_believed() => Assert.Null(Judge(Tokens.Claims));

    [Theory]
    [InlineData("\"x\":1", JwtProblem.ExpMissing)]
    [InlineData("\"exp\":null", JwtProblem.ExpMalformed)]
    [InlineData("\"exp\":\"1800000300\"", JwtProblem.ExpMalformed)]
    [InlineData("\"exp\":1e400", JwtProblem.ExpMalformed)]
    [InlineData("\"exp\":-1", JwtProblem.ExpMalformed)]
    [InlineData("\"exp\":253402300800", JwtProblem.ExpMalformed)]
    [InlineData("\"exp\":true", JwtProblem.ExpMalformed)]
    [InlineData("\"exp\":[1800000300]", JwtProblem.ExpMalformed)]
    [InlineData("\"exp\":1799999940", JwtProblem.Expired)]
    [InlineData("\"exp\":0", JwtProblem.Expired)]
    [InlineData("\"exp\":1799999941", null)]
    [InlineData("\"exp\":1800000300.5", null)]
    [InlineData("\"exp\":18e8", null)]
    [InlineData("\"exp\":253402300799", null)]
    [InlineData("\"exp\":1800000300,\"nbf\":1800000061", JwtProblem.NotYetValid)]
    [InlineData("\"exp\":1800000300,\"nbf\":1800000060", null)]
    [InlineData("\"exp\":1800000300,\"nbf\":\"1\"", JwtProblem.NbfMalformed)]
    [InlineData("\"exp\":1800000300,\"nbf\":1e400", JwtProblem.NbfMalformed)]
    [InlineData("\"exp\":1800000300,\"iat\":1800000061", JwtProblem.IssuedInFuture)]
    [InlineData("\"exp\":1800000300,\"iat\":1800000060", null)]
    [InlineData("\"exp\":1800000300,\"iat\":\"1\"", JwtProblem.IatMalformed)]
    [InlineData("\"exp\":1800000300,\"iat\":1e400", JwtProblem.IatMalformed)]
    public void Times_are_numbers_and_hold_within_a_minute(string members, JwtProblem? expected) =>
        Assert.Equal(expected, Judge(Claims(members)));

    [Theory]
    [InlineData("\"exp\":1800000300,\"iat\":1800000000", null)]
    [InlineData("\"exp\":1800000300", JwtProblem.IatMissing)]
    [InlineData("\"iat\":1800000000", JwtProblem.ExpMissing)]
    [InlineData("\"exp\":1800000301,\"iat\":1800000000", JwtProblem.LifetimeTooLong)]
    [InlineData("\"exp\":3377836800,\"iat\":1800000000", JwtProblem.LifetimeTooLong)]
    [InlineData("\"exp\":1799999950,\"iat\":1799999650", null)]
    public void A_longest_life_bounds_what_is_planned(string members, JwtProblem? expected) =>
        Assert.Equal(expected, Judge(Claims(members), Expected with { MaxLifetime = TimeSpan.FromMinutes(5) }));

    [Theory]
    [InlineData("\"iat\":1799999640", null)]
    [InlineData("\"iat\":1799999639", JwtProblem.LifetimeTooLong)]
    [InlineData("\"sub\":\"x\"", JwtProblem.IatMissing)]
    public void Without_exp_a_longest_life_bounds_the_age(string members, JwtProblem? expected) =>
        Assert.Equal(expected, Judge(Claims(members), Expected with { RequireExp = false, MaxLifetime = TimeSpan.FromMinutes(5) }));

    [Theory]
    [InlineData("https://id.example/")]
    [InlineData("https://ID.example")]
    [InlineData("http://id.example")]
    [InlineData("")]
    public void Another_issuer_is_refused(string issuer) => Assert.Equal(JwtProblem.IssuerWrong,
        Judge($$"""{"iss":"{{issuer}}","aud":"api","exp":1800000300}"""));

    [Theory]
    [InlineData("""{"aud":"api","exp":1800000300}""", JwtProblem.IssuerMissing)]
    [InlineData("""{"iss":["https://id.example"],"aud":"api","exp":1800000300}""", JwtProblem.IssuerWrong)]
    [InlineData("""{"iss":"https://id.example","exp":1800000300}""", JwtProblem.AudienceMissing)]
    [InlineData("""{"iss":"https://id.example","aud":"API","exp":1800000300}""", JwtProblem.AudienceWrong)]
    [InlineData("""{"iss":"https://id.example","aud":"api2","exp":1800000300}""", JwtProblem.AudienceWrong)]
    [InlineData("""{"iss":"https://id.example","aud":[],"exp":1800000300}""", JwtProblem.AudienceWrong)]
    [InlineData("""{"iss":"https://id.example","aud":["x","API"],"exp":1800000300}""", JwtProblem.AudienceWrong)]
    [InlineData("""{"iss":"https://id.example","aud":["api",7],"exp":1800000300}""", JwtProblem.AudienceWrong)]
    [InlineData("""{"iss":"https://id.example","aud":[["api"]],"exp":1800000300}""", JwtProblem.AudienceWrong)]
    [InlineData("""{"iss":"https://id.example","aud":{"api":1},"exp":1800000300}""", JwtProblem.AudienceWrong)]
    [InlineData("""{"iss":"https://id.example","aud":null,"exp":1800000300}""", JwtProblem.AudienceWrong)]
    [InlineData("""{"iss":"https://id.example","aud":["x","api"],"exp":1800000300}""", null)]
    public void Issuer_and_audience_are_exact(string payload, JwtProblem? expected) => Assert.Equal(expected, Judge(payload));

    [Theory]
    [InlineData("at+jwt", "at+jwt", null)]
    [InlineData("AT+JWT", "at+jwt", null)]
    [InlineData("application/at+jwt", "at+jwt", null)]
    [InlineData("at+jwt", "Application/AT+jwt", null)]
    [InlineData("JWT", "at+jwt", JwtProblem.TypWrong)]
    [InlineData("logout+jwt", "at+jwt", JwtProblem.TypWrong)]
    [InlineData("text/at+jwt", "at+jwt", JwtProblem.TypWrong)]
    [InlineData("", "at+jwt", JwtProblem.TypWrong)]
    public void The_kind_of_token_is_compared_as_a_media_type(string actual, string expected, JwtProblem? problem) =>
        Assert.Equal(problem, Judge(Tokens.Claims, Expected with { Typ = expected }, actual));

    [Fact]
    public void A_token_without_typ_is_refused_where_one_is_expected() => Assert.Equal(JwtProblem.TypWrong,
        JwtVerifier.Verify(Tokens.Read(Vectors.A3Token), Tokens.PublicKey(Tokens.Credential("ES256")), Expected with { Typ = "JWT" }, Tokens.Now));

    [Fact]
    public void The_tokens_of_RFC_7515_are_believed_in_their_time()
    {
        var joe = new JwtExpectations { Issuer = "joe" };
        var then = DateTimeOffset.FromUnixTimeSeconds(1300819379);
        foreach (var (key, token) in ((string, string)[])[(Vectors.A2Key, Vectors.A2Token), (Vectors.A3Key, Vectors.A3Token)])
        {
            var keys = new JwkSet([Tokens.Key(key)]);
            Assert.Null(JwtVerifier.Verify(Tokens.Read(token), keys, joe, then));
            Assert.Equal(JwtProblem.Expired, JwtVerifier.Verify(Tokens.Read(token), keys, joe, Tokens.Now));
        }
    }

    [Fact]
    public void An_algorithm_outside_the_list_is_refused_before_any_key_is_sought() => Assert.Equal(JwtProblem.AlgorithmNotAllowed,
        Judge(Tokens.Claims, Expected with { AllowedAlgorithms = [JwsAlgorithm.RS256, JwsAlgorithm.EdDSA] }));

    [Fact]
    public void A_key_that_is_not_there_is_told_from_one_that_does_not_fit()
    {
        var jwt = Tokens.Read(Tokens.Signed(Tokens.Claims));
        Assert.Equal(JwtProblem.KeyUnknown, JwtVerifier.Verify(jwt, new JwkSet([]), Expected, Tokens.Now));
        Assert.Equal(JwtProblem.KeyUnfit, JwtVerifier.Verify(jwt, new Careless(Tokens.PublicKey(Tokens.Credential("RS256"))), Expected, Tokens.Now));
    }

    [Fact]
    public void Another_issuers_key_of_the_same_name_does_not_verify()
    {
        using var mine = SigningCredential.Generate(JwsAlgorithm.ES256);
        using var theirs = SigningCredential.FromPkcs8(mine.Kid, JwsAlgorithm.ES256, Tokens.Credential("ES256").ExportPkcs8());
        var token = JwtWriter.Write(theirs, "JWT", Encoding.UTF8.GetBytes(Tokens.Claims));
        Assert.Equal(JwtProblem.SignatureWrong, JwtVerifier.Verify(Tokens.Read(token), new JwkSet([mine.PublicJwk]), Expected, Tokens.Now));
    }

    [Theory]
    [MemberData(nameof(Tokens.AlgorithmNames), MemberType = typeof(Tokens))]
    public void A_change_in_any_part_breaks_the_signature(string name)
    {
        var credential = Tokens.Credential(name);
        var parts = Tokens.Signed(Tokens.Claims, name).Split('.');
        var key = Tokens.PublicKey(credential);
        string[] changed =
        [
            Tokens.Part($$"""{"alg":"{{name}}","kid":"{{credential.Kid}}","typ":"jwt"}""") + "." + parts[1] + "." + parts[2],
            parts[0] + "." + Tokens.Part(Tokens.Claims.Replace("1800000300", "1800009300", StringComparison.Ordinal)) + "." + parts[2],
            parts[0] + "." + parts[1] + "." + (parts[2][0] == 'B' ? "C" : "B") + parts[2][1..],
            parts[0] + "." + parts[1] + "." + StrictBase64Url.Encode(Tokens.Bytes(parts[2]).AsSpan(1)),
        ];
        foreach (var token in changed)
            Assert.Equal(JwtProblem.SignatureWrong, JwtVerifier.Verify(Tokens.Read(token), key, Expected, Tokens.Now));
    }

    // CVE-2026-11800 and its many ancestors: the public key, in whatever form, as the secret of a MAC.
    [Fact]
    public void A_public_key_is_never_a_shared_secret()
    {
        var credential = Tokens.Credential("RS256");
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(credential.ExportPkcs8(), out _);
        byte[][] secrets =
        [
            Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()),
            Encoding.ASCII.GetBytes(rsa.ExportRSAPublicKeyPem()),
            rsa.ExportSubjectPublicKeyInfo(),
            rsa.ExportRSAPublicKey(),
            Tokens.Bytes(credential.PublicJwk.N!),
        ];
        foreach (var secret in secrets)
            foreach (var alg in (string[])["HS256", "RS256"])
            {
                var input = Tokens.Part($$"""{"alg":"{{alg}}","kid":"{{credential.Kid}}"}""") + "." + Tokens.Part(Tokens.Claims);
                var token = input + "." + StrictBase64Url.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)));
                if (alg == "HS256") Assert.Equal(JwtProblem.AlgorithmSymmetric, Tokens.ProblemOf(token));
                else Assert.Equal(JwtProblem.SignatureWrong, JwtVerifier.Verify(Tokens.Read(token), new JwkSet([credential.PublicJwk]), Expected, Tokens.Now));
            }
    }

    [Fact]
    public void Without_skew_the_second_counts() =>
        Assert.Equal(JwtProblem.Expired, Judge(Claims("\"exp\":1800000000"), Expected with { Skew = TimeSpan.Zero }));

    /// <summary>A lookup that does not look.</summary>
    sealed class Careless(VerificationKey key) : IVerificationKeys
    {
        public VerificationKey? Find(string? kid, JwsAlgorithm algorithm) => key;
    }
}
