using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Primitives;

public sealed class ClientSubjectTests
{
    [Fact]
    public void A_client_is_never_named_like_a_user()
    {
        Assert.Equal("sub-of-alice@clients", ClientSubject.Of(new("sub-of-alice")));
        Assert.True(ClientSubject.Names("sub-of-alice@clients"));
        Assert.False(ClientSubject.Names("sub-of-alice"));
        Assert.False(ClientSubject.Names("x@clients.example"));
    }
}
