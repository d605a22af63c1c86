using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

public sealed class FlawTableTests
{
    [Fact]
    public void Every_problem_of_a_token_or_a_key_is_a_flaw()
    {
        Assert.All(Enum.GetValues<JwtProblem>().Except([JwtProblem.None]), problem => Assert.NotNull(FlawTable.Of(problem)));
        Assert.All(Enum.GetValues<JwkProblem>().Except([JwkProblem.None]), problem => Assert.NotNull(FlawTable.Of(problem)));
    }

    [Fact]
    public void None_is_no_problem()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FlawTable.Of(JwtProblem.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => FlawTable.Of(JwkProblem.None));
    }

    [Theory]
    [InlineData(JwtProblem.NotThreeParts, "not_a_jwt")]
    [InlineData(JwtProblem.UnencodedPayload, "critical_header")]
    [InlineData(JwtProblem.AlgorithmMalformed, "alg_unknown")]
    [InlineData(JwtProblem.TypMalformed, "kind_wrong")]
    [InlineData(JwtProblem.KeyUnfit, "alg_key_mismatch")]
    public void Problems_that_share_a_flaw_are_told_in_its_words(JwtProblem problem, string code) => Assert.Equal(code, FlawTable.Of(problem).Code);

    [Theory]
    [InlineData(JwkProblem.TooWeak, "key_too_weak")]
    [InlineData(JwkProblem.NotAKey, "key_unusable")]
    [InlineData(JwkProblem.KeyTypeSymmetric, "jwks_private_key")]
    [InlineData(JwkProblem.TooManyKeys, "jwks_too_large")]
    [InlineData(JwkProblem.KeysMissing, "jwks_malformed")]
    public void Problems_of_keys_too(JwkProblem problem, string code) => Assert.Equal(code, FlawTable.Of(problem).Code);
}
