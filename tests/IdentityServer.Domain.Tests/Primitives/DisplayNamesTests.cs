using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Primitives;

public sealed class DisplayNamesTests
{
    [Theory]
    [InlineData("A shop", null)]
    [InlineData("Z\u00fcrich \U0001F6D2", null)]
    [InlineData(null, "must not be empty")]
    [InlineData("", "must not be empty")]
    [InlineData(" \u00a0", "must not be empty")]
    [InlineData("a\nb", "must not contain control characters")]
    [InlineData("a\0", "must not contain control characters")]
    [InlineData("a\u0085", "must not contain control characters")]
    public void A_name_is_one_line_of_text(string? name, string? problem) => Assert.Equal(problem, DisplayNames.Problem(name));

    [Theory]
    [InlineData("", null)]
    [InlineData("one\r\n\ttwo", null)]
    [InlineData("a\u001b[31m", "must not contain control characters")]
    public void A_description_may_have_several_lines_or_none(string text, string? problem) => Assert.Equal(problem, DisplayNames.DescriptionProblem(text));

    [Fact]
    public void Both_have_an_end()
    {
        Assert.Null(DisplayNames.Problem(new('x', DisplayNames.LongestName)));
        Assert.Equal("must have at most 256 characters", DisplayNames.Problem(new('x', DisplayNames.LongestName + 1)));
        Assert.Null(DisplayNames.DescriptionProblem(new('x', DisplayNames.LongestDescription)));
        Assert.Equal("must have at most 2048 characters", DisplayNames.DescriptionProblem(new('x', DisplayNames.LongestDescription + 1)));
    }
}
