using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class ResponseModeTests
{
    [Theory]
    [InlineData(null, ResponseMode.Query)]
    [InlineData("query", ResponseMode.Query)]
    [InlineData("fragment", ResponseMode.Fragment)]
    [InlineData("form_post", ResponseMode.FormPost)]
    public void Known_modes_are_read(string? name, ResponseMode expected)
    {
        Assert.True(ResponseModes.TryParse(name, out var mode));
        Assert.Equal(expected, mode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Query")]
    [InlineData("form_post.jwt")]
    [InlineData("jwt")]
    [InlineData("web_message")]
    public void Others_are_refused_and_errors_then_go_by_query(string name)
    {
        Assert.False(ResponseModes.TryParse(name, out var mode));
        Assert.Equal(ResponseMode.Query, mode);
    }

    [Fact]
    public void Every_announced_name_is_accepted() => Assert.All(ResponseModes.Names, name => Assert.True(ResponseModes.TryParse(name, out _)));
}
