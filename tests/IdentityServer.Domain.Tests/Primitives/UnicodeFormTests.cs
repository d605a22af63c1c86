using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Primitives;

public sealed class UnicodeFormTests
{
    // UAX #15, figures 3 to 6, and the corners of the algorithm.
    [Theory]
    [InlineData("plain", "plain", "plain")]
    [InlineData("\u212B", "\u00C5", "\u00C5")]
    [InlineData("A\u030A", "\u00C5", "\u00C5")]
    [InlineData("e\u0301", "\u00E9", "\u00E9")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323", "\u1E69")]
    [InlineData("d\u0307\u0323", "\u1E0D\u0307", "\u1E0D\u0307")]
    [InlineData("\uFB01", "\uFB01", "fi")]
    [InlineData("\uFF21lice", "\uFF21lice", "Alice")]
    [InlineData("2\u2075", "2\u2075", "25")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C", "\uD55C")]
    [InlineData("\uD558\u11AB", "\uD55C", "\uD55C")]
    [InlineData("\uD55C", "\uD55C", "\uD55C")]
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\u0344", "\u0308\u0301", "\u0308\u0301")]
    [InlineData("\u0301", "\u0301", "\u0301")]
    [InlineData("a\u0315\u0300\u05AE\u0062", "\u00E0\u05AE\u0315b", "\u00E0\u05AE\u0315b")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65", "\uD834\uDD57\uD834\uDD65")]
    [InlineData("\uD835\uDC00", "\uD835\uDC00", "A")]
    [InlineData("\u03A5\u0308\u0301", "\u03AB\u0301", "\u03AB\u0301")]
    public void Text_takes_the_forms_of_UAX_15(string text, string c, string kc)
    {
        Assert.Equal(c, UnicodeForm.C(text));
        Assert.Equal(kc, UnicodeForm.KC(text));
    }

    [Fact]
    public void Every_character_is_normalized_once_and_for_all()
    {
        for (var point = 0; point <= 0x2FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF) continue;
            var text = char.ConvertFromUtf32(point);
            Assert.Equal(UnicodeForm.C(text), UnicodeForm.C(UnicodeForm.C(text)));
            Assert.Equal(UnicodeForm.KC(text), UnicodeForm.KC(UnicodeForm.KC(text)));
        }
    }
}
