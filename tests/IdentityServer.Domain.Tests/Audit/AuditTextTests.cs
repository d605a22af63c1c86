using IdentityServer.Domain.Audit;
using Xunit;

namespace IdentityServer.Domain.Tests.Audit;

public sealed class AuditTextTests
{
    [Theory]
    [InlineData("plain ä 漢 😀", "plain ä 漢 😀")]
    [InlineData("a\r\nforged line", "a\uFFFD\uFFFDforged line")]
    [InlineData("\0\u001b[31m\u007f\u0085", "\uFFFD\uFFFD[31m\uFFFD\uFFFD")]
    [InlineData("\u202Egpj.exe\u200B\u2028\u2029\uFEFF", "\uFFFDgpj.exe\uFFFD\uFFFD\uFFFD\uFFFD")]
    public void What_breaks_a_line_or_hides_is_replaced(string text, string expected) => Assert.Equal(expected, AuditText.Of(text, 100));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_and_no_pair_is_cut()
    {
        Assert.Equal("a\uFFFD", AuditText.Of("a" + '\ud800', 100));
        Assert.Equal("a", AuditText.Of("a😀", 2));
        Assert.Equal("a😀", AuditText.Of("a😀b", 3));
    }
}
