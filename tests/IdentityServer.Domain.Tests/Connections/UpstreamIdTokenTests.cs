using System.Buffers.Text;
using System.Security.Cryptography;
using IdentityServer.Domain.Connections;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Connections;

/// <summary>S047, S048, S051 to S054, S101.</summary>
public sealed class UpstreamIdTokenTests
{
    const string Good = """{"iss":"https://accounts.example","aud":"shop","sub":"248289761001","nonce":"n-1","exp":1800000300,"iat":1800000000}""";

    static Refusal? Check(string token, DateTimeOffset? now = null, params string[] algorithms) =>
        UpstreamIdToken.Check(Jose.Tokens.Read(token), Providers.Keys, new(Providers.Issuer, Providers.ClientId, "n-1", "at", algorithms), now ?? Providers.Now);

    static Refusal? Check(string name, object? value) => Check(Jose.Tokens.Signed(Providers.With(Good, (name, value))));

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public void The_answer_to_what_was_asked_is_believed(string algorithm) => Assert.Null(Check(Jose.Tokens.Signed(Good, algorithm)));

    [Fact]
    public void Every_claim_that_says_another_thing_is_refused()
    {
        (string Name, object? Value, string Detail)[] rows =
        [
            ("iss", null, "IssuerMissing"), ("iss", "https://accounts.example/", "IssuerWrong"), ("iss", "https://Accounts.example", "IssuerWrong"),
            ("aud", null, "AudienceMissing"), ("aud", "Shop", "AudienceWrong"), ("aud", new[] { "other" }, "AudienceWrong"), ("aud", new[] { "shop", "other" }, "azp missing"),
            ("azp", "other", "azp"), ("azp", 1, "azp"),
            ("exp", null, "ExpMissing"), ("exp", 1799999940, "Expired"), ("exp", "1800000300", "ExpMalformed"), ("exp", 3_400_000_000, "LifetimeTooLong"),
            ("iat", null, "IatMissing"), ("iat", 1800000061, "IssuedInFuture"), ("iat", 1799999339, "iat"), ("nbf", 1800000061, "NotYetValid"),
            ("events", new Dictionary<string, int>(), "a logout token"), ("at_hash", "x", "at_hash"), ("at_hash", 1, "at_hash"),
        ];
        foreach (var (name, value, detail) in rows)
        {
            var refused = Check(name, value);
            Assert.True(refused is { Reason: var reason } && reason == Reason.UpstreamIdTokenRefused, name);
            Assert.Equal(detail, refused.Value.Detail);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("n-2")]
    [InlineData("")]
    [InlineData(1)]
    public void A_nonce_of_another_login_is_an_injection(object? nonce) => Assert.Equal(Reason.UpstreamNonceWrong, Check("nonce", nonce)?.Reason);

    [Fact]
    public void Several_audiences_with_us_as_the_party_are_well()
    {
        Assert.Null(Check(Jose.Tokens.Signed(Providers.With(Good, ("aud", new[] { "shop", "other" }), ("azp", "shop")))));
        Assert.Null(Check("aud", new[] { "shop" }));
        Assert.Null(Check("azp", "shop"));
    }

    [Fact]
    public void Ten_minutes_old_it_still_is_believed() => Assert.Null(Check("iat", 1799999340));

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public void The_hash_of_the_access_token_has_to_be_its_own(string algorithm)
    {
        var hash = Base64Url.EncodeToString(SHA256.HashData("at"u8).AsSpan(0, 16));
        Assert.Null(Check(Jose.Tokens.Signed(Providers.With(Good, ("at_hash", hash)), algorithm)));
        Assert.NotNull(Check(Jose.Tokens.Signed(Providers.With(Good, ("at_hash", hash[..^1])), algorithm)));
    }

    [Fact]
    public void The_algorithm_is_one_that_the_provider_announces_and_the_typ_an_ID_tokens()
    {
        Assert.Null(Check(Jose.Tokens.Signed(Good, "RS256"), null, "RS256", "HS256"));
        Assert.Equal("AlgorithmNotAllowed", Check(Jose.Tokens.Signed(Good), null, "RS256")?.Detail);
        Assert.Equal("TypWrong", Check(Jose.Tokens.Signed(Good, typ: "at+jwt"))?.Detail);
        Assert.Null(Check(Jose.Tokens.Signed(Good, typ: "jwt")));
    }

    [Fact]
    public void A_key_of_nobodys_signs_nothing()
    {
        var jwt = Jose.Tokens.Read(JwtWriter.Write(SigningCredential.Generate(JwsAlgorithm.ES256), "JWT", System.Text.Encoding.UTF8.GetBytes(Good)));
        Assert.Equal("KeyUnknown", UpstreamIdToken.Check(jwt, Providers.Keys, new(Providers.Issuer, Providers.ClientId, "n-1", "at", []), Providers.Now)?.Detail);
    }
}
