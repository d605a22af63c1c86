using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class RotationPoliciesTests
{
    [Fact]
    public void A_pools_own_policy_comes_before_the_settings()
    {
        RotationPolicies policies = new(TimeSpan.FromDays(3), TimeSpan.FromDays(2), "0 0 * * * ?");
        RotationPolicy own = new() { PoolId = PoolId.Default, Algorithm = "ES256", Interval = TimeSpan.FromDays(9), AnnounceBefore = TimeSpan.FromDays(1), Schedule = "x" };
        var all = policies.For(PoolId.Default, [own]);
        Assert.Equal(KeyFactory.Algorithms.Select(algorithm => algorithm.Name), all.Select(policy => policy.Algorithm));
        Assert.Same(own, policies.For(PoolId.Default, JwsAlgorithm.ES256, [own]));
        var other = policies.For(PoolId.Default, JwsAlgorithm.RS256, [own]);
        Assert.Equal((TimeSpan.FromDays(3), TimeSpan.FromDays(2), "RS256"), (other.Interval, other.AnnounceBefore, other.Algorithm));
    }
}
