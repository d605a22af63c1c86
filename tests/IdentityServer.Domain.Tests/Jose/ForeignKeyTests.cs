using IdentityServer.Domain.Jose;
using Xunit;

namespace IdentityServer.Domain.Tests.Jose;

public sealed class ForeignKeyTests
{
    [Fact]
    public void Nothing_is_left_of_it_when_it_is_disposed_of()
    {
        Assert.True(PrivateKeyReader.TryRead(PrivateTexts.Bytes(PrivateTexts.P256Jwk), out var key, out _));
        Assert.Equal(0x30, key.Pkcs8[0]);
        key.Dispose();
        Assert.False(key.Pkcs8.ContainsAnyExcept((byte)0));
    }
}
