using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class ScopeSetTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" ", "")]
    [InlineData("openid", "openid")]
    [InlineData(" openid", "openid")]
    [InlineData("openid  email ", "openid email")]
    [InlineData("b a b", "b a")]
    [InlineData("A a", "A a")]
    [InlineData("https://x/y:z!#$%&'()*+,-./;<=>?@[]^_`{|}~", "https://x/y:z!#$%&'()*+,-./;<=>?@[]^_`{|}~")]
    public void The_order_stays_and_each_token_counts_once(string? text, string expected)
    {
        Assert.True(ScopeSet.TryParse(text, out var scope));
        Assert.Equal(expected, scope.Text);
        Assert.Equal(expected, scope.ToString());
        Assert.Equal(expected.Length == 0 ? 0 : expected.Split(' ').Length, scope.Count);
    }

    [Theory]
    [InlineData("open\"id")]
    [InlineData("open\\id")]
    [InlineData("openid\temail")]
    [InlineData("openid\n")]
    [InlineData("openid\0")]
    [InlineData("öpenid")]
    [InlineData("openid\u007f")]
    public void Other_characters_are_refused(string text) => Assert.False(ScopeSet.TryParse(text, out _));

    [Fact]
    public void Too_long_and_too_many_are_refused()
    {
        Assert.False(ScopeSet.TryParse(new('x', 4097), out _));
        Assert.True(ScopeSet.TryParse(string.Join(' ', Enumerable.Range(0, 100)), out _));
        Assert.False(ScopeSet.TryParse(string.Join(' ', Enumerable.Range(0, 101)), out _));
    }

    [Fact]
    public void It_is_a_set()
    {
        var both = World.Scope("openid email");
        Assert.True(World.Scope("email").IsSubsetOf(both));
        Assert.True(ScopeSet.Empty.IsSubsetOf(ScopeSet.Empty));
        Assert.False(both.IsSubsetOf(World.Scope("email")));
        Assert.Equal(both, World.Scope("email openid"));
        Assert.Equal(both.GetHashCode(), World.Scope("email openid").GetHashCode());
        Assert.NotEqual(both, World.Scope("email Openid"));
        Assert.False(both.Equals((object?)null));
        Assert.Equal("openid email profile", both.Union(World.Scope("email profile")).Text);
        Assert.Equal("email", both.Where(token => token != ScopeSet.OpenId).Text);
        Assert.Same(ScopeSet.Empty, both.Where(_ => false));
        Assert.Same(both, both.Where(_ => true));
        Assert.Same(both, both.Union(World.Scope("email")));
        Assert.False(both.Contains("open"));
    }
}
