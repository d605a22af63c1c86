using IdentityServer.Domain.Clients;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Clients;

public sealed class ClientCredentialTests
{
    [Fact]
    public void It_lives_until_the_instant_it_expires()
    {
        Assert.True(new ClientCredential { SecretDigest = "", CreatedAt = World.Start }.IsLive(DateTimeOffset.MaxValue));
        var credential = new ClientCredential { SecretDigest = "", CreatedAt = World.Start, ExpiresAt = World.Start.AddDays(1) };
        Assert.True(credential.IsLive(World.Start.AddDays(1).AddTicks(-1)));
        Assert.False(credential.IsLive(World.Start.AddDays(1)));
    }
}
