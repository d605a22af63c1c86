using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.RemoteKeys;

/// <summary>F16 over a restart: what was good before it is good after it, for the rest of the day.</summary>
public sealed class LastGoodKeysTests
{
    const string Url = "https://idp.example/jwks";

    readonly ManualClock clock = new(new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero));
    readonly OtherSource source;

    public LastGoodKeysTests() => source = new(clock);

    RemoteKeySet Restarted() => new(new(Url), source, clock, source, source);

    static async Task<KeysAtHand> KeysAsync(RemoteKeySet set, string kid = "a")
    {
        await set.KeysAsync(kid, JwsAlgorithm.ES256, TestContext.Current.CancellationToken);
        await set.Pending;
        return await set.KeysAsync(kid, JwsAlgorithm.ES256, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stored_keys_serve_for_the_rest_of_their_day()
    {
        await KeysAsync(Restarted());
        Assert.Equal((Url, clock.Now), (source.Stored!.Source, source.Stored.ConfirmedAt));
        source.Problem = JwksProblem.Unreachable;
        clock.Advance(TimeSpan.FromHours(20));

        var set = Restarted();
        var answer = await KeysAsync(set);
        Assert.NotNull(answer.Keys?.Find("a", JwsAlgorithm.ES256));
        Assert.Equal((JwksProblem.Unreachable, clock.Now - TimeSpan.FromHours(20)), (answer.Problem, answer.ConfirmedAt));
        clock.Advance(TimeSpan.FromHours(4));
        Assert.Null((await KeysAsync(set)).Keys);
        Assert.Null((await KeysAsync(Restarted())).Keys);
    }

    [Fact]
    public async Task A_stored_date_to_come_is_the_present()
    {
        source.Stored = new(Url, OtherSource.Json("a"), clock.Now + TimeSpan.FromDays(30));
        source.Problem = JwksProblem.Unreachable;
        var set = Restarted();
        Assert.NotNull((await KeysAsync(set)).Keys);
        clock.Advance(TimeSpan.FromHours(24));
        Assert.Null((await KeysAsync(set)).Keys);
    }

    [Fact]
    public async Task Storage_is_read_once_and_only_when_the_source_is_away()
    {
        var set = Restarted();
        await KeysAsync(set);
        source.Problem = JwksProblem.Unreachable;
        clock.Advance(TimeSpan.FromHours(30));
        await KeysAsync(set);
        Assert.Equal(0, source.Finds);

        set = Restarted();
        source.Stored = null;
        for (var i = 0; i < 5; i++, clock.Advance(TimeSpan.FromSeconds(31))) Assert.Null((await KeysAsync(set)).Keys);
        Assert.Equal(1, source.Finds);
    }

    [Fact]
    public async Task What_has_not_changed_is_saved_once_an_hour()
    {
        var set = Restarted();
        for (var minute = 0; minute < 60; minute++, clock.Advance(TimeSpan.FromMinutes(1)))
        {
            source.Kids = minute % 2 == 0 ? ["a", "b"] : ["b", "a"];
            await KeysAsync(set);
        }
        Assert.Equal(1, source.Saves);
        await KeysAsync(set);
        Assert.Equal(2, source.Saves);
        source.Kids = ["a", "b", "c"];
        clock.Advance(TimeSpan.FromMinutes(1));
        await KeysAsync(set);
        Assert.Equal(3, source.Saves);
        Assert.Equal(OtherSource.Json("a", "b", "c"), source.Stored!.Json.ToArray());
    }

    [Fact]
    public async Task A_storage_that_is_away_fails_no_verification_and_is_asked_again()
    {
        source.StorageIsAway = true;
        var set = Restarted();
        Assert.NotNull((await KeysAsync(set)).Keys);
        clock.Advance(TimeSpan.FromMinutes(1));
        source.StorageIsAway = false;
        await KeysAsync(set);
        Assert.NotNull(source.Stored);

        (source.StorageIsAway, source.Problem) = (true, JwksProblem.Unreachable);
        set = Restarted();
        Assert.Null((await KeysAsync(set)).Keys);
        source.StorageIsAway = false;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull((await KeysAsync(set)).Keys);
    }

    [Fact]
    public async Task A_published_private_key_ends_the_last_good_keys_too()
    {
        var set = Restarted();
        await KeysAsync(set);
        source.Problem = JwksProblem.PrivateKeyInside;
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((null, JwksProblem.PrivateKeyInside), Told(await KeysAsync(set)));

        // The leak is not undone by a server that goes away, nor by a restart of ours.
        source.Problem = JwksProblem.Unreachable;
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal((null, JwksProblem.Unreachable), Told(await KeysAsync(set)));
        }
        Assert.Equal((null, JwksProblem.Unreachable), Told(await KeysAsync(Restarted())));
        source.Problem = null;
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await KeysAsync(set)).Keys);

        static (JwkSet?, JwksProblem?) Told(KeysAtHand keys) => (keys.Keys, keys.Problem);
    }

    [Fact]
    public async Task Stored_rubbish_is_nothing()
    {
        source.Stored = new(Url, "{"u8.ToArray(), clock.Now);
        source.Problem = JwksProblem.NotFound;
        var answer = await KeysAsync(Restarted());
        Assert.Equal((null, JwksProblem.NotFound), (answer.Keys, answer.Problem));
    }
}
