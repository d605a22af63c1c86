using IdentityServer.Domain.Clients;
using Xunit;

namespace IdentityServer.Domain.Tests.Clients;

public sealed class RedirectUrisTests
{
    // On Unix System.Uri takes these for file URIs.
    [Theory]
    [InlineData("/cb")]
    [InlineData("//a.example:80/cb")]
    [InlineData("cb")]
    [InlineData(":")]
    public void A_path_is_no_absolute_URI(string uri) => Assert.Equal("must be an absolute URI", RedirectUris.Problem(uri));

    [Fact]
    public void A_private_use_scheme_that_begins_like_the_web_is_not_the_web() =>
        Assert.Equal("must use https", RedirectUris.WebProblem("http.example.app:/x"));
}
