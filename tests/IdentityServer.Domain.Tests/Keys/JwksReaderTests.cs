using IdentityServer.Domain.Keys;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class JwksReaderTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("jose/5.2 (node; v22)", "jose/5.2 (node; v22)")]
    [InlineData("<script>'\"&=`{{", "_script________")]
    [InlineData("a\u001b[31mb\r\nc\u0000\u202e\u00e4", "a__31mb__c___")]
    public void What_a_caller_calls_itself_means_nothing_anywhere(string? given, string? kept) => Assert.Equal(kept, JwksReader.Shorten(given));

    [Fact]
    public void And_it_is_short() => Assert.Equal(new string('x', 64), JwksReader.Shorten(new('x', 5000)));
}
