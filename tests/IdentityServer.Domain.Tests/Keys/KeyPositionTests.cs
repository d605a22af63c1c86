using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyPositionTests
{
    static readonly RotationPolicy Policy = RotationPolicies.Default.For(PoolId.Default, [])[0];

    static SigningKey Key(int generation) => new()
    {
        PoolId = PoolId.Default, Kid = "k" + generation, Algorithm = Policy.Algorithm, Generation = generation, PublicJwk = "{}", SealedBy = "m", CreatedAt = World.Start,
    };

    [Fact]
    public void What_comes_next_is_known_in_every_position()
    {
        var nothing = KeyPosition.Of([], Policy);
        Assert.Equal((null, null, null), (nothing.AnnouncesAt, nothing.TakesOverAt, nothing.EarliestAt));

        var active = Key(1);
        active.ActivatedAt = World.Start;
        var quiet = KeyPosition.Of([active], Policy);
        Assert.Equal(World.Start + Policy.Interval - Policy.AnnounceBefore, quiet.AnnouncesAt);
        Assert.Equal((World.Start + Policy.Interval, null), (quiet.TakesOverAt, quiet.EarliestAt));

        var next = Key(2);
        next.AnnouncedAt = World.Start.AddDays(80);
        var announced = KeyPosition.Of([active, next], Policy);
        Assert.Equal((null, World.Start.AddDays(80) + Policy.AnnounceBefore, World.Start.AddDays(80) + KeyTimes.ShortestAnnouncement),
            (announced.AnnouncesAt, announced.TakesOverAt, announced.EarliestAt));
    }
}
