using IdentityServer.Domain.Keys;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class SealedPlaceTests
{
    [Fact]
    public void The_places_are_what_they_always_were()
    {
        Assert.Equal("signing-key/shop/k-1", SealedPlace.OfSigningKey(new("shop"), "k-1"));
        Assert.Equal("secret/refresh-tokens", SealedPlace.OfSecret(SharedSecret.Name));
        Assert.Equal("data-protection", SealedPlace.DataProtection);
    }
}
