using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyFactoryTests
{
    [Fact]
    public void A_key_opens_under_its_own_master_key_and_in_its_own_place()
    {
        using MasterKeys master = new(new MasterKey(Enumerable.Repeat((byte)1, MasterKey.Size).ToArray())), wrong = new(new MasterKey(Enumerable.Repeat((byte)2, MasterKey.Size).ToArray()));
        ManualClock clock = new(World.Start);
        KeyFactory factory = new(master, clock), other = new(wrong, clock);
        foreach (var algorithm in KeyFactory.Algorithms)
        {
            var key = factory.Make(PoolId.Default, algorithm);
            Assert.Equal((KeyState.Announced, algorithm.Name, master.Fingerprint), (key.State, key.Algorithm, key.SealedBy));
            using (var opened = factory.Open(key)) Assert.Equal(key.Kid, opened!.Kid);
            Assert.Null(factory.Problem([key]));
            Assert.Null(other.Open(key));
            Assert.Contains(key.Kid, other.Problem([key]), StringComparison.Ordinal);

            key.SealedPrivateKey = null;
            Assert.Null(factory.Open(key));
            Assert.Null(other.Problem([key]));
        }
    }
}
