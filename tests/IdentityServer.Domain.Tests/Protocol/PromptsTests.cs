using IdentityServer.Domain.Protocol;
using Xunit;

namespace IdentityServer.Domain.Tests.Protocol;

public sealed class PromptsTests
{
    [Theory]
    [InlineData(null, Prompts.Unset)]
    [InlineData(" ", Prompts.Unset)]
    [InlineData("none", Prompts.None)]
    [InlineData("none none", Prompts.None)]
    [InlineData("login", Prompts.Login)]
    [InlineData("login consent", Prompts.Login | Prompts.Consent)]
    [InlineData(" select_account  login", Prompts.SelectAccount | Prompts.Login)]
    public void Known_values_are_read(string? text, Prompts expected)
    {
        Assert.True(PromptValues.TryParse(text, out var prompts));
        Assert.Equal(expected, prompts);
    }

    [Theory]
    [InlineData("none login")]
    [InlineData("login none")]
    [InlineData("consent none select_account")]
    [InlineData("None")]
    [InlineData("create")]
    [InlineData("login,consent")]
    [InlineData("login\tconsent")]
    public void None_stands_alone_and_the_unknown_is_refused(string text) => Assert.False(PromptValues.TryParse(text, out _));

    [Fact]
    public void Every_announced_name_is_accepted() => Assert.All(PromptValues.Names, name => Assert.True(PromptValues.TryParse(name, out _)));
}
