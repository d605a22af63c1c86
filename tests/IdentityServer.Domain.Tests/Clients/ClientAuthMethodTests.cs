using IdentityServer.Domain.Clients;
using Xunit;

namespace IdentityServer.Domain.Tests.Clients;

public sealed class ClientAuthMethodTests
{
    [Fact]
    public void Names_and_methods_are_one_to_one()
    {
        Assert.Equal(Enum.GetValues<ClientAuthMethod>().Length, ClientAuthMethods.Names.Count);
        foreach (var name in ClientAuthMethods.Names)
        {
            Assert.True(ClientAuthMethods.TryParse(name, out var method));
            Assert.Equal(name, ClientAuthMethods.NameOf(method));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("None")]
    [InlineData("client_secret_jwt")]
    public void Unknown_names_are_refused(string? name) => Assert.False(ClientAuthMethods.TryParse(name, out _));
}
