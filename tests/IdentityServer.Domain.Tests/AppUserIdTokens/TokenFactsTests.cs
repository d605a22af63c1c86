using IdentityServer.Domain.AppUserIdTokens;
using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class TokenFactsTests
{
    static Dictionary<string, string> Of(string token)
    {
        List<TokenFact> facts = [];
        TokenFacts.Add(facts, token, Start);
        return facts.ToDictionary(fact => fact.Name, fact => fact.Value);
    }

    [Fact]
    public void A_token_says_what_it_is_and_not_who_the_user_is()
    {
        var token = Signed(Claims($"\"iss\":\"urn:acme\",\"aud\":[\"a\",7],\"nbf\":{Second - 300},\"email\":\"u@acme.example\""));
        var facts = Of(token);
        Assert.Equal(["length", "alg", "kid", "typ", "iss", "aud", "iat", "nbf", "exp"], facts.Keys);
        Assert.Equal(("RS256", Rsa.Kid, "JWT", "urn:acme", "a, 7"), (facts["alg"], facts["kid"], facts["typ"], facts["iss"], facts["aud"]));
        Assert.Equal("2027-01-15T08:00:00Z (0 seconds ago)", facts["iat"]);
        Assert.Equal("2027-01-15T07:55:00Z (5 minutes ago)", facts["nbf"]);
        Assert.Equal("2027-01-15T09:00:00Z (in 60 minutes)", facts["exp"]);
        foreach (var part in token.Split('.')) Assert.DoesNotContain(facts.Values, value => value.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_that_is_refused_for_its_header_still_says_what_it_can()
    {
        var facts = Of(Jose.Tokens.Part("""{"alg":"none","kid":7,"typ":{}}""") + "." + Jose.Tokens.Part("""{"iss":null,"exp":"soon","iat":1e400}""") + ".");
        Assert.Equal(("none", "7", "(an object)", "null", "soon", "1e400"), (facts["alg"], facts["kid"], facts["typ"], facts["iss"], facts["exp"], facts["iat"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("..")]
    [InlineData("!.!.!")]
    public void What_is_no_token_says_nothing(string token) => Assert.Equal(["length"], Of(token).Keys);

    [Fact]
    public void What_is_too_large_is_not_read() => Assert.Equal("1000000", Of(new('.', 1_000_000))["length"]);

    [Fact]
    public void Values_fit_one_short_line()
    {
        var kid = Of(Raw("{\"alg\":\"RS256\",\"kid\":\"a\\nb\\u202e" + new string('x', 1000) + "\"}", Claims(), Rsa))["kid"];
        Assert.Equal(256, kid.Length);
        Assert.StartsWith("a\ufffdb\ufffdx", kid, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-119, "119 seconds ago")]
    [InlineData(121, "in 2 minutes")]
    [InlineData(7300, "in 2 hours")]
    [InlineData(-10 * 86400, "10 days ago")]
    public void Times_say_how_far_they_are(long seconds, string expected) =>
        Assert.EndsWith($"({expected})", TokenFacts.Moment(Start.AddSeconds(seconds), Start), StringComparison.Ordinal);
}
