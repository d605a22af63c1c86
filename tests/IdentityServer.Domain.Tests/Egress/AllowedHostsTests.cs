using IdentityServer.Domain.Egress;
using Xunit;

namespace IdentityServer.Domain.Tests.Egress;

public sealed class AllowedHostsTests
{
    [Theory]
    [InlineData("idp.corp.example:8080", "idp.corp.example", 8080)]
    [InlineData("IDP.corp.example:443", "idp.corp.example", 443)]
    [InlineData("localhost:5090", "localhost", 5090)]
    [InlineData("127.0.0.1:80", "127.0.0.1", 80)]
    [InlineData("2130706433:80", "127.0.0.1", 80)]
    [InlineData("[::1]:80", "::1", 80)]
    public void A_pair_is_known_by_its_one_spelling(string entry, string host, int port)
    {
        Assert.True(AllowedHosts.TryParse([entry], out var allowed, out _));
        Assert.True(allowed.Contains(host, port));
        Assert.False(allowed.Contains(host, port + 1));
        Assert.False(allowed.Contains("x" + host, port));
        Assert.False(AllowedHosts.None.Contains(host, port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("idp.example")]
    [InlineData("idp.example:")]
    [InlineData(":443")]
    [InlineData("idp.example:0")]
    [InlineData("idp.example:65536")]
    [InlineData("idp.example:-1")]
    [InlineData("idp.example: 443")]
    [InlineData("*.example:443")]
    [InlineData("https://idp.example:443")]
    [InlineData("idp.example:443/x")]
    [InlineData("user@idp.example:443")]
    [InlineData("10.0.0.0/8:443")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("idp..example:443")]
    [InlineData("idp example:443")]
    [InlineData("idp.exämple:443")]
    public void Anything_else_is_named(string entry)
    {
        Assert.False(AllowedHosts.TryParse(["good.example:443", entry, "also bad"], out var allowed, out var wrong));
        Assert.Null(allowed);
        Assert.Equal(entry, wrong);
    }
}
