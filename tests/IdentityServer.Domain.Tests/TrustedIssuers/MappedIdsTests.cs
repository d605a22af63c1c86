using IdentityServer.Domain.Tests.AppUserIdTokens;
using Xunit;

namespace IdentityServer.Domain.Tests.TrustedIssuers;

public sealed class MappedIdsTests
{
    const string Pool = "0192f3a4-0000-7000-8000-0000000000ab";

    readonly TrustWorld world = new();

    [Theory]
    [InlineData("u-1", true)]
    [InlineData("web@clients.example", true)]
    [InlineData("web@clients", false)]
    [InlineData("https://id.example", false)]
    [InlineData("HTTPS://ID.example/pools/x|u", false)]
    [InlineData("https://other.example|u", true)]
    [InlineData("default", false)]
    [InlineData("default:reader", true)]
    [InlineData(Pool, false)]
    [InlineData("0192F3A4-0000-7000-8000-0000000000AB|u", false)]
    [InlineData("0192f3a4-0000-7000-8000-0000000000ac", true)]
    [InlineData("0192f3a4000070008000-0000000000ab", true)]
    public async Task No_id_is_taken_that_means_somebody_of_ours(string id, bool free)
    {
        world.Pools.Put(TokenWorld.NewPool(Pool, null));
        var problem = await world.Ids.ProblemAsync(id, TrustWorld.Ct);
        Assert.Equal(free, problem is null);
        if (!free) Assert.DoesNotContain(id, problem, StringComparison.Ordinal);
    }
}
