using IdentityServer.Domain.Authorize;
using Xunit;

namespace IdentityServer.Domain.Tests.Authorize;

public sealed class AuthenticationContextTests
{
    [Theory]
    [InlineData("pwd", AuthenticationContext.Password)]
    [InlineData("otp pwd", AuthenticationContext.Password)]
    [InlineData("fed", null)]
    [InlineData("pwds", null)]
    [InlineData("", null)]
    public void Only_what_was_proved_here_has_a_class(string amr, string? acr) => Assert.Equal(acr, AuthenticationContext.AcrOf(amr));
}
