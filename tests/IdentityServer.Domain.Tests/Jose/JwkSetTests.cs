using System.Text;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwkSetTests
{
    static JwkSet Set(string json)
    {
        Assert.True(JwkSet.TryParse(Encoding.UTF8.GetBytes(json), out var set, out var problem), problem.ToString());
        return set;
    }

    static JwkProblem ProblemOf(string json)
    {
        Assert.False(JwkSet.TryParse(Encoding.UTF8.GetBytes(json), out var set, out var problem));
        Assert.Null(set);
        return problem;
    }

    [Fact]
    public void The_set_of_RFC_7517_is_read()
    {
        var set = Set(Vectors.PublicKeys);
        Assert.Equal(["1", "2011-04-29"], set.Keys.Select(key => key.Kid));
        Assert.NotNull(set.Find("2011-04-29", JwsAlgorithm.RS256));
        Assert.NotNull(set.Find(null, JwsAlgorithm.RS256));
        // use=enc, and alg=RS256.
        Assert.Null(set.Find("1", JwsAlgorithm.ES256));
        Assert.Null(set.Find("2011-04-29", JwsAlgorithm.PS256));
    }

    [Fact]
    public void Keys_that_we_cannot_use_are_skipped()
    {
        var set = Set("{\"keys\":[{\"kty\":\"AKP\"},{\"kty\":\"oct\",\"k\":\"AA\"},{},7,null,{\"kty\":\"EC\",\"crv\":\"P-999\"}," + Vectors.A3Key + "],\"more\":1}");
        Assert.Single(set.Keys);
        Assert.NotNull(set.Find(null, JwsAlgorithm.ES256));
    }

    [Theory]
    [InlineData("[]", JwkProblem.NotJson)]
    [InlineData("", JwkProblem.NotJson)]
    [InlineData("{}", JwkProblem.KeysMissing)]
    [InlineData("{\"keys\":{}}", JwkProblem.KeysMissing)]
    [InlineData("{\"keys\":null}", JwkProblem.KeysMissing)]
    [InlineData("{\"keys\":[],\"keys\":[]}", JwkProblem.DuplicateMember)]
    [InlineData("{\"keys\":[{\"kid\":\"a\",\"kid\":\"b\"}]}", JwkProblem.DuplicateMember)]
    public void What_is_no_set_is_refused(string json, JwkProblem expected) => Assert.Equal(expected, ProblemOf(json));

    [Fact]
    public void Too_many_keys_are_refused()
    {
        Assert.Empty(Set("{\"keys\":[" + string.Join(',', Enumerable.Repeat("{}", 100)) + "]}").Keys);
        Assert.Equal(JwkProblem.TooManyKeys, ProblemOf("{\"keys\":[" + string.Join(',', Enumerable.Repeat("{}", 101)) + "]}"));
    }

    [Fact]
    public void A_set_of_more_than_a_mebibyte_is_refused() =>
        Assert.Equal(JwkProblem.TooLarge, ProblemOf("{\"keys\":[]}" + new string(' ', JwkSet.MaxLength)));

    [Fact]
    public void Without_a_kid_two_candidates_are_none()
    {
        using var one = SigningCredential.Generate(JwsAlgorithm.ES256);
        using var two = SigningCredential.Generate(JwsAlgorithm.ES256);
        var set = new JwkSet([one.PublicJwk, two.PublicJwk, Tokens.Credential("ES384").PublicJwk]);
        Assert.Null(set.Find(null, JwsAlgorithm.ES256));
        Assert.NotNull(set.Find(null, JwsAlgorithm.ES384));
        Assert.Equal(two.Kid, set.Find(two.Kid, JwsAlgorithm.ES256)?.Kid);
        Assert.Same(set.Find(two.Kid, JwsAlgorithm.ES256), set.Find(two.Kid, JwsAlgorithm.ES256));
    }

    [Fact]
    public void A_kid_is_exact_and_never_falls_back_to_the_only_key()
    {
        var credential = Tokens.Credential("ES256");
        var set = new JwkSet([credential.PublicJwk]);
        Assert.Null(set.Find(credential.Kid + " ", JwsAlgorithm.ES256));
        Assert.Null(set.Find("", JwsAlgorithm.ES256));
        Assert.Null(set.Find("../../dev/null", JwsAlgorithm.ES256));
        Assert.Null(set.Find("' or 1=1--", JwsAlgorithm.ES256));
    }
}
