using System.Diagnostics;
using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Egress;
using IdentityServer.Tests.Operations;
using Xunit;

namespace IdentityServer.Tests.Egress;

/// <summary>F17: who stalls holds up nobody but those who want something of him.</summary>
[Collection(Alone.Name)]
public sealed class BulkheadTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_stalls_does_not_slow_another()
    {
        await using var outside = new Outside();
        await using var stalling = new OtherServer(async stream =>
        {
            await OtherServer.ReadHeadAsync(stream);
            await Task.Delay(TimeSpan.FromSeconds(30), Ct);
        });
        await using var quick = new OtherServer(OtherServer.Http(OtherServer.Jwks));
        var (bad, good) = (outside.List("stalling.test", stalling), outside.List("quick.test", quick));
        var sets = new RemoteKeySets(new JwksFetch(outside.Http), TimeProvider.System);

        var clock = Stopwatch.StartNew();
        var stalled = Enumerable.Range(0, 100).Select(number => KeysAsync($"http://{bad}/{number}")).ToArray();
        await Task.Delay(200, Ct);
        for (var number = 0; number < 200; number++)
        {
            var began = clock.Elapsed;
            Assert.NotNull((await KeysAsync($"http://{good}/{number}")).Keys);
            Assert.True(clock.Elapsed - began < TimeSpan.FromSeconds(1), $"{clock.Elapsed - began}");
        }
        Assert.DoesNotContain(stalled, call => call.IsCompleted);
        Assert.Equal(GuardedHttp.MostPerHost, stalling.Connections);
        Assert.All(await Task.WhenAll(stalled), answer => Assert.Equal(JwksProblem.TimedOut, answer.Problem));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(6), $"{clock.Elapsed}");

        Task<KeysAtHand> KeysAsync(string url) => sets.For(url).KeysAsync("1", JwsAlgorithm.ES256, Ct).AsTask();
    }

    [Fact]
    public async Task There_are_two_places_in_front_of_a_host_and_thirty_two_in_all()
    {
        using var bulkhead = new Bulkhead(GuardedHttp.MostAtOnce, GuardedHttp.MostPerHost);
        List<IDisposable> inside = [];
        for (var i = 0; i < GuardedHttp.MostAtOnce; i++) inside.Add(await bulkhead.EnterAsync($"{i / GuardedHttp.MostPerHost}.test", Ct));
        var anywhere = bulkhead.EnterAsync("another.test", Ct);
        var samehost = bulkhead.EnterAsync("0.test", Ct);
        using (var impatient = new CancellationTokenSource(50))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bulkhead.EnterAsync("0.test", impatient.Token));
        Assert.False(anywhere.IsCompleted || samehost.IsCompleted);

        // A place in front of another host is of no use to who waits for this one.
        inside[^1].Dispose();
        (await anywhere.WaitAsync(Ct)).Dispose();
        Assert.False(samehost.IsCompleted);
        inside[0].Dispose();
        (await samehost.WaitAsync(Ct)).Dispose();
    }
}
