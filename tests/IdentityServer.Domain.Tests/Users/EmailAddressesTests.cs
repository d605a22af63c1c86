using IdentityServer.Domain.Users;
using Xunit;

namespace IdentityServer.Domain.Tests.Users;

public sealed class EmailAddressesTests
{
    [Theory]
    [InlineData("alice@example.com")]
    [InlineData("alice+tag@localhost")]
    [InlineData("o'brien@sub.example.co.uk")]
    [InlineData("用户@例子.测试")]
    public void Addresses_are_taken(string address) => Assert.Null(EmailAddresses.Problem(address));

    [Theory]
    [InlineData("alice")]
    [InlineData("@example.com")]
    [InlineData("alice@")]
    [InlineData("a@b@example.com")]
    [InlineData("alice@example..com")]
    [InlineData("alice@.example.com")]
    [InlineData("alice@-a.example")]
    [InlineData("alice@exa mple.com")]
    [InlineData("a lice@example.com")]
    [InlineData("alice@example.com\r\nBcc: x@example.com")]
    [InlineData("Alice <alice@example.com>")]
    [InlineData("alice@exa_mple.com")]
    [InlineData("al\u200Bice@example.com")]
    public void What_has_another_shape_is_refused(string address) =>
        Assert.Equal("must be an e-mail address such as alice@example.com", EmailAddresses.Problem(address));

    [Fact]
    public void Empty_and_endless_ones_are_refused()
    {
        Assert.Equal("must not be empty", EmailAddresses.Problem(""));
        Assert.Equal("must have at most 254 characters", EmailAddresses.Problem("a@" + new string('b', 253)));
        Assert.NotNull(EmailAddresses.Problem(new string('a', 65) + "@example.com"));
    }
}
