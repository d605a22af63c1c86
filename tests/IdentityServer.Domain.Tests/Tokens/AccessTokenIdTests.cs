using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using IdentityServer.Domain.Tokens;
using Xunit;

namespace IdentityServer.Domain.Tests.Tokens;

public sealed class AccessTokenIdTests
{
    static readonly FamilyId Family = FamilyId.New(new ManualClock(World.Start));

    [Fact]
    public void It_names_its_family_and_no_two_are_alike()
    {
        var jti = AccessTokenId.New(Family);
        Assert.Equal(Family, AccessTokenId.Family(jti));
        Assert.NotEqual(jti, AccessTokenId.New(Family));
        Assert.Null(AccessTokenId.Family(AccessTokenId.New(null)));
        Assert.Equal(16, AccessTokenId.New(null).Length);
    }

    [Fact]
    public void Anything_else_names_no_family_and_throws_nothing()
    {
        var jti = AccessTokenId.New(Family);
        foreach (var text in (string[])["", "x", "!", new('!', 38), new('é', 38), new('A', 1000), jti + "=", " " + jti, jti[..^1], jti[..^1] + "!", jti + "AA"])
            Assert.Null(AccessTokenId.Family(text));
    }
}
