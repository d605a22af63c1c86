using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.RemoteKeys;

public sealed class RemoteKeySetsTests
{
    readonly ManualClock clock = new(new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero));
    readonly OtherSource source;

    public RemoteKeySetsTests() => source = new(clock);

    static string Url(int number) => $"https://idp-{number}.example/jwks";

    async Task UseAsync(RemoteKeySets sets, int number)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        await sets.For(Url(number)).KeysAsync("a", JwsAlgorithm.ES256, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Whoever_asks_for_a_source_gets_the_same_set()
    {
        var sets = new RemoteKeySets(source, clock);
        var all = new RemoteKeySet[100];
        Parallel.For(0, all.Length, i => all[i] = sets.For(Url(i % 2)));
        Assert.Equal(2, all.Distinct().Count());
        Assert.Equal(2, sets.Count);
        Assert.NotSame(sets.For(Url(1)), sets.For(Url(1) + "/"));
    }

    [Fact]
    public async Task Of_too_many_the_least_recently_used_is_forgotten()
    {
        var sets = new RemoteKeySets(source, clock) { Most = 10 };
        for (var number = 0; number < 10; number++) await UseAsync(sets, number);
        await UseAsync(sets, 0);
        var (first, second) = (sets.For(Url(0)), sets.For(Url(1)));
        await UseAsync(sets, 10);
        Assert.Equal(10, sets.Count);
        Assert.Same(first, sets.For(Url(0)));
        Assert.NotSame(second, sets.For(Url(1)));
    }

    [Fact]
    public async Task What_is_forgotten_is_asked_for_anew()
    {
        var sets = new RemoteKeySets(source, clock, watch: source);
        await UseAsync(sets, 0);
        sets.Forget(Url(0));
        sets.Forget(Url(7));
        source.Problem = JwksProblem.NotFound;
        await UseAsync(sets, 0);
        await sets.For(Url(0)).Pending;
        sets.Forget(Url(0));
        Assert.Equal(0, sets.Count);
        Assert.Equal(2, source.Fetches.Count);
        Assert.Equal([JwksProblem.NotFound], source.Heard);
    }
}
