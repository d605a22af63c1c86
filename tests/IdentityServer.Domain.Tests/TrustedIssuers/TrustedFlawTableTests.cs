using IdentityServer.Domain.AppUserIdTokens;
using IdentityServer.Domain.Discovery;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.TrustedIssuers;
using Xunit;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class TrustedFlawTableTests
{
    [Fact]
    public void Every_problem_of_a_token_has_the_code_that_it_has_elsewhere()
    {
        // The issuer is looked up by its name, and no pool expects an algorithm or an audience.
        JwtProblem[] others = [JwtProblem.None, JwtProblem.IssuerWrong, JwtProblem.AudienceMissing, JwtProblem.AlgorithmNotAllowed];
        Assert.All(Enum.GetValues<JwtProblem>().Except(others), problem => Assert.Equal(FlawTable.Of(problem).Code, TrustedFlawTable.Of(problem).Code));
        Assert.All(others[1..], problem => Assert.NotNull(TrustedFlawTable.Of(problem)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrustedFlawTable.Of(JwtProblem.None));
    }

    [Fact]
    public void Keys_that_cannot_be_had_are_told_in_the_words_of_their_reader()
    {
        Assert.All(Enum.GetValues<JwksProblem>(), problem =>
            Assert.Equal((JwksProblems.Code(problem), JwksProblems.Sentence(problem)), (TrustedFlawTable.Of(problem).Code, TrustedFlawTable.Of(problem).Next)));
        Assert.All(Enum.GetValues<DiscoveryProblem>(), problem =>
            Assert.Equal((DiscoveryProblems.Code(problem), DiscoveryProblems.Sentence(problem)), (TrustedFlawTable.Of(problem).Code, TrustedFlawTable.Of(problem).Next)));
    }
}
