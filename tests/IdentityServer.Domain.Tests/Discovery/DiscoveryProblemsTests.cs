using System.Text.RegularExpressions;
using IdentityServer.Domain.Discovery;
using Xunit;

namespace IdentityServer.Domain.Tests.Discovery;

public sealed class DiscoveryProblemsTests
{
    [Fact]
    public void Each_problem_has_a_code_and_a_sentence_of_its_own()
    {
        var problems = Enum.GetValues<DiscoveryProblem>();
        // A forbidden URL is mended like a forbidden address.
        Assert.Equal(problems.Length - 1, problems.Select(DiscoveryProblems.Code).Distinct().Count());
        Assert.Equal(problems.Length, problems.Select(DiscoveryProblems.Sentence).Distinct().Count());
        Assert.All(problems, problem => Assert.Matches(new Regex("^discovery_[a-z_]+$"), DiscoveryProblems.Code(problem)));
        // What happened, then what to do next.
        Assert.All(problems, problem => Assert.Matches(new Regex("^[A-Z].*:.*\\.$"), DiscoveryProblems.Sentence(problem)));
    }
}
