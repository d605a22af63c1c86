using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Primitives;

public sealed class FixedTimeTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("same", "same", true)]
    [InlineData("same", "Same", false)]
    [InlineData("same", "samf", false)]
    [InlineData("same", "samesame", false)]
    [InlineData("same", "", false)]
    [InlineData("a\u0100", "a\0", false)]
    public void Texts_are_equal_only_in_every_character(string left, string right, bool equal) => Assert.Equal(equal, FixedTime.Equal(left, right));

    [Fact]
    public void Bytes_are_equal_only_in_every_byte()
    {
        Assert.True(FixedTime.Equal("abc"u8, "abc"u8));
        Assert.False(FixedTime.Equal("abc"u8, "abd"u8));
        Assert.False(FixedTime.Equal("abc"u8, "ab"u8));
    }
}
