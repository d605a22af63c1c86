using Xunit;
using static IdentityServer.Domain.Tests.AppUserIdTokens.TokenWorld;

namespace IdentityServer.Domain.Tests.AppUserIdTokens;

/// <summary>What a verification costs beside the signature; the time is measured by bench/micro.</summary>
public sealed class AppUserIdTokenCostTests
{
    const int Rounds = 200;

    // A release build takes 3 KB, most of it the two JSON documents; a debug build has its state machines on the heap.
    [Fact]
    public async Task A_token_of_known_keys_takes_little_memory_and_no_time_of_others()
    {
        var world = new TokenWorld();
        var token = Signed(Claims("\"iss\":\"https://login.acme.example\",\"email\":\"alice@acme.example\""));
        long least = long.MaxValue;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++)
            {
                var verifying = world.Verifier.VerifyAsync(Acme, world.InlineApp.Id, null, token, Ct);
                Assert.True(verifying.IsCompletedSuccessfully);
                Assert.Null((await verifying).Flaw);
            }
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds);
        }
        Assert.True(least <= 6 * 1024, $"{least} bytes");
        Assert.Equal(0, world.RemoteKeys.Asked);
    }
}
