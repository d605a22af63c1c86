using IdentityServer.Domain.Users;
using Xunit;

namespace IdentityServer.Domain.Tests.Users;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData(null, "must not be empty")]
    [InlineData("", "must not be empty")]
    [InlineData("elevenchars", "must have at least 12 characters")]
    [InlineData("twelve chars", null)]
    [InlineData("alllowercaseletters", null)]
    [InlineData("Password1234", "is among the passwords that are guessed first: choose another")]
    [InlineData("aaaaaaaaaaaaaaaa", "is among the passwords that are guessed first: choose another")]
    // Eleven characters, though twelve were sent.
    [InlineData("elevenchare\u0301", "must have at least 12 characters")]
    [InlineData("\U0001F600\U0001F601\U0001F602\U0001F603\U0001F604\U0001F605", "must have at least 12 characters")]
    public void A_password_is_long_and_not_well_known(string? password, string? problem) => Assert.Equal(problem, PasswordPolicy.Problem(password));

    /// <summary>Normalizing them throws, and whoever logs in may send them.</summary>
    [Theory]
    [InlineData(0xFFFE)]
    [InlineData(0xD800)]
    public void What_is_no_text_is_no_password_and_no_fault(int unit)
    {
        var text = "long enough " + (char)unit;
        Assert.Equal("must not have characters that Unicode has none of", PasswordPolicy.Problem(text));
        Assert.Equal(text, PasswordPolicy.Composed(text));
        Assert.Equal("\u00e9", PasswordPolicy.Composed("e\u0301"));
    }

    [Fact]
    public void A_password_of_128_characters_is_taken_and_a_longer_one_is_not()
    {
        var longest = string.Concat(Enumerable.Repeat("é1", 64));
        Assert.Null(PasswordPolicy.Problem(longest));
        Assert.Equal("must have at most 128 characters", PasswordPolicy.Problem(longest + "x"));
        Assert.Equal("must have at most 128 characters", PasswordPolicy.Problem(new string('x', 1_000_000)));
    }
}
