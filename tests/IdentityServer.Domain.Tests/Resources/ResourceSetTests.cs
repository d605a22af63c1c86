using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Resources;
using Xunit;

namespace IdentityServer.Domain.Tests.Resources;

public sealed class ResourceSetTests
{
    static Resource Api(string identifier, params string[] scopes) => new() { PoolId = PoolId.Default, Identifier = identifier, Scopes = scopes };

    [Fact]
    public void Resources_are_found_by_identifier_and_by_scope()
    {
        var set = new ResourceSet([Api("https://a", "read", "write"), Api("https://b", "other"), Api("https://c")]);
        Assert.Equal(3, set.All.Count);
        Assert.Equal("https://a", set.Find("https://a")!.Identifier);
        Assert.Null(set.Find("https://A"));
        Assert.Null(set.Find("https://a/"));
        Assert.Equal("https://b", set.OfScope("other")!.Identifier);
        Assert.Null(set.OfScope("Other"));
        Assert.Null(set.OfScope("openid"));
    }

    [Fact]
    public void A_scope_that_two_resources_claim_is_the_firsts() =>
        Assert.Equal("https://a", new ResourceSet([Api("https://a", "read"), Api("https://b", "read")]).OfScope("read")!.Identifier);

    [Fact]
    public void The_empty_set_has_nothing()
    {
        Assert.Empty(ResourceSet.Empty.All);
        Assert.Null(ResourceSet.Empty.Find(""));
        Assert.Null(ResourceSet.Empty.OfScope(""));
    }
}
