using System.Text.RegularExpressions;
using IdentityServer.Domain.RemoteKeys;
using Xunit;

namespace IdentityServer.Domain.Tests.RemoteKeys;

public sealed class JwksProblemsTests
{
    [Fact]
    public void Each_problem_has_a_code_and_a_sentence_of_its_own()
    {
        var problems = Enum.GetValues<JwksProblem>();
        // Two that are mended in the same way share a code: a forbidden URL is like a forbidden address, too many keys like too many bytes.
        Assert.Equal(problems.Length - 2, problems.Select(JwksProblems.Code).Distinct().Count());
        Assert.Equal(problems.Length, problems.Select(JwksProblems.Sentence).Distinct().Count());
        Assert.All(problems, problem => Assert.Matches(new Regex("^jwks_[a-z_]+$"), JwksProblems.Code(problem)));
        // What happened, then what to do next.
        Assert.All(problems, problem => Assert.Matches(new Regex("^[A-Z].*:.*\\.$"), JwksProblems.Sentence(problem)));
    }
}
