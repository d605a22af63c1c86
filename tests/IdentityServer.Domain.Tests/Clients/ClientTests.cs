using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Clients;

public sealed class ClientTests
{
    [Fact]
    public void A_grant_type_is_allowed_only_byte_for_byte()
    {
        var client = World.NewClient("web");
        Assert.True(client.MayUse("authorization_code"));
        Assert.False(client.MayUse("Authorization_code"));
        Assert.False(client.MayUse("client_credentials"));
        Assert.False(World.NewClient("none", grants: []).MayUse("authorization_code"));
    }

    [Fact]
    public void Only_a_client_without_a_method_is_public()
    {
        Assert.True(World.NewClient("spa", ClientAuthMethod.None).IsPublic);
        Assert.False(World.NewClient("web", ClientAuthMethod.ClientSecretPost).IsPublic);
    }
}
