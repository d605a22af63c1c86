using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Resources;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

public sealed class TokenAudienceTests
{
    const string Issuer = "https://id.example";

    static readonly ResourceSet Known = new(
    [
        new() { PoolId = PoolId.Default, Identifier = "https://a", Scopes = ["a.read"], AccessTokenAlgorithm = "RS256" },
        new() { PoolId = PoolId.Default, Identifier = "https://b", Scopes = ["b.read"] },
    ]);

    static Result<TokenAudience> Choose(string scope, string[]? asked = null, string[]? granted = null, ResourceSet? known = null) =>
        TokenAudience.Choose(World.Scope(scope), asked ?? [], granted ?? [], known ?? Known, Issuer);

    static string Show(Result<TokenAudience> result)
    {
        var audience = result.Value();
        return $"{string.Join(',', audience.Audience)} | {audience.Scope} | {audience.Algorithm}";
    }

    [Fact]
    public void Without_an_api_a_token_is_for_ourselves()
    {
        Assert.Equal("https://id.example | openid email | ES256", Show(Choose("openid email")));
        Assert.Equal("https://id.example | openid | ES256", Show(Choose("openid", known: ResourceSet.Empty)));
        Assert.Equal(Reason.ResourceUnknown, Choose("openid", ["https://a"], known: ResourceSet.Empty).Reason());
    }

    [Fact]
    public void A_scope_brings_its_api()
    {
        Assert.Equal("https://a | a.read | RS256", Show(Choose("a.read")));
        Assert.Equal("https://b,https://id.example | openid b.read | ES256", Show(Choose("openid b.read")));
        Assert.Equal("https://b,https://a | b.read a.read | ES256", Show(Choose("b.read a.read")));
    }

    [Fact]
    public void Asked_for_one_api_the_token_carries_no_scope_of_another()
    {
        Assert.Equal("https://a,https://id.example | openid a.read | RS256", Show(Choose("openid a.read b.read", ["https://a"])));
        Assert.Equal("https://b | b.read | ES256", Show(Choose("a.read b.read", ["https://b", "https://b"], ["https://a", "https://b"])));
        Assert.Equal("https://a | a.read | RS256", Show(Choose("a.read b.read", granted: ["https://a"])));
    }

    [Fact]
    public void What_is_unknown_or_was_not_granted_is_refused()
    {
        Assert.Equal(Reason.ResourceUnknown, Choose("a.read", ["https://c"]).Reason());
        Assert.Equal(Reason.ResourceUnknown, Choose("a.read", ["https://A"]).Reason());
        Assert.Equal(Reason.ResourceUnknown, Choose("a.read", granted: ["https://gone"]).Reason());
        Assert.Equal(Reason.ResourceWidened, Choose("a.read b.read", ["https://b"], ["https://a"]).Reason());
    }

    [Fact]
    public void A_resource_of_which_the_client_has_no_scope_is_refused()
    {
        Assert.Equal(Reason.ResourceWithoutScope, Choose("openid a.read", ["https://b"], []).Reason());
        // One that was named at authorization is left out: a refresh may have narrowed the scope.
        Assert.DoesNotContain("https://b", Show(Choose("openid a.read", granted: ["https://b"])), StringComparison.Ordinal);
    }
}
