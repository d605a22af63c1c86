using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyImportWordsTests
{
    [Fact]
    public void Every_problem_has_a_sentence_of_its_own()
    {
        var words = Enum.GetValues<PrivateKeyProblem>().Where(problem => problem != PrivateKeyProblem.None).Select(KeyImportWords.Of).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(words, word => Assert.Matches(@"^[A-Z].{20,}", word));
        Assert.Contains("openssl pkey", KeyImportWords.Of(PrivateKeyProblem.Encrypted), StringComparison.Ordinal);
    }
}
