using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class JwtExpectationsTests
{
    [Fact]
    public void Skew_is_a_minute_at_most()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new JwtExpectations { Issuer = null, Skew = TimeSpan.FromSeconds(61) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new JwtExpectations { Issuer = null, Skew = TimeSpan.FromSeconds(-1) });
    }

    [Fact]
    public void What_is_not_said_is_strict()
    {
        var expectations = new JwtExpectations { Issuer = "https://id.example" };
        Assert.True(expectations.RequireExp);
        Assert.Equal(TimeSpan.FromSeconds(60), expectations.Skew);
        Assert.Same(JwsAlgorithm.All, expectations.AllowedAlgorithms);
    }
}
