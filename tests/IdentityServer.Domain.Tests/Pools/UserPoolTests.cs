using IdentityServer.Domain.Pools;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Pools;

public sealed class UserPoolTests
{
    internal static UserPool Of(TokenSource? source = null) =>
        new() { Id = new("0197f5b0-0000-7000-8000-000000000001"), OrganizationId = "acme", Name = "Shop", Authorization = source, CreatedAt = World.Start, Version = "1" };

    [Fact]
    public void Whoever_signs_elsewhere_is_not_hosted()
    {
        Assert.True(Of().IsHosted);
        Assert.False(Of(new() { JwksUri = "https://a.example" }).IsHosted);
        Assert.Equal("sub", new TokenSource().IdClaim);
    }

    [Fact]
    public void A_pool_lives_until_it_is_disabled_or_deleted()
    {
        Assert.True(Of().IsLive);
        Assert.False((Of() with { Disabled = true }).IsLive);
        Assert.False((Of() with { DeletedAt = World.Start }).IsLive);
    }
}
