using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class TokenTallyTests
{
    static readonly ClientId Web = new("web");
    static readonly ClientId Spa = new("spa");

    // A whole minute.
    static readonly DateTimeOffset Start = World.Start;

    readonly TokenTally tally = new();

    void Count(ClientId client, double seconds, string kid = "k1") => tally.Count(PoolId.Default, kid, client, Start.AddSeconds(seconds));

    (string Kid, double Seconds, string Counts)[] Changed(double seconds = 0) =>
        [.. tally.TakeChanged(Start.AddSeconds(seconds)).Select(row => (row.Kid, (row.ExpiresAt - Start).TotalSeconds, string.Join(' ', row.Counts.Select(pair => $"{pair.Key}={pair.Value}"))))
            .OrderBy(row => row)];

    [Fact]
    public void Tokens_are_counted_by_key_minute_and_client()
    {
        Count(Web, 300);
        Count(Web, 241);
        Count(Spa, 300.9);
        Count(Web, 301);
        Count(Web, 300, "k2");
        Assert.Equal([("k1", 300, "spa=1 web=2"), ("k1", 360, "web=1"), ("k2", 300, "web=1")], Changed());
    }

    [Fact]
    public void Only_what_has_changed_is_taken_and_it_comes_whole()
    {
        Count(Web, 300);
        Count(Web, 600);
        Assert.Equal(2, Changed().Length);
        Assert.Empty(Changed());
        Count(Spa, 300);
        Assert.Equal([("k1", 300, "spa=1 web=1")], Changed());
    }

    [Fact]
    public void What_could_not_be_stored_is_taken_again_with_what_came_meanwhile()
    {
        Count(Web, 300);
        var taken = tally.TakeChanged(Start);
        Count(Web, 300);
        Changed();
        tally.GiveBack(taken);
        Assert.Equal([("k1", 300, "web=2")], Changed());
    }

    [Fact]
    public void What_has_expired_is_forgotten()
    {
        Count(Web, 300);
        Count(Web, 360);
        var taken = tally.TakeChanged(Start);
        Assert.Empty(Changed(300));
        tally.GiveBack(taken);
        Assert.Equal([("k1", 360, "web=1")], Changed(300));
    }

    [Fact]
    public void Every_row_names_its_pool_and_its_process()
    {
        tally.Count(new("other"), "k1", Web, Start.AddSeconds(300));
        var row = Assert.Single(tally.TakeChanged(Start));
        Assert.Equal((new PoolId("other"), tally.Node), (row.PoolId, row.Node));
        Assert.NotEqual(tally.Node, new TokenTally().Node);
    }

    [Fact]
    public async Task Nothing_is_lost_while_many_count_and_one_takes()
    {
        const int Each = 20_000;
        Dictionary<string, long> last = [];
        var counting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++) Count(i % 2 == 0 ? Web : Spa, 300);
        }, World.Ct)));
        void Take()
        {
            foreach (var (client, count) in tally.TakeChanged(Start).SelectMany(row => row.Counts)) last[client] = count;
        }
        while (!counting.IsCompleted) Take();
        await counting;
        Take();
        Assert.Equal([("spa", 2L * Each), ("web", 2L * Each)], last.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_token_that_is_counted_allocates_nothing()
    {
        Count(Web, 300);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Count(Web, 300);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
