using IdentityServer.Domain.Jose;
using IdentityServer.Domain.RemoteKeys;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.RemoteKeys;

/// <summary>S058, S059, F16.</summary>
public sealed class RemoteKeySetTests
{
    readonly ManualClock clock = new(new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero));
    readonly OtherSource source;
    readonly RemoteKeySet set;

    public RemoteKeySetTests()
    {
        source = new(clock);
        set = new(new("https://idp.example/jwks"), source, clock, null, source);
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    ValueTask<KeysAtHand> KeysAsync(string kid = "a", CancellationToken? ct = null) => set.KeysAsync(kid, JwsAlgorithm.ES256, ct ?? Ct);

    async Task<bool> KnowsAsync(string kid) => (await KeysAsync(kid)).Keys?.Find(kid, JwsAlgorithm.ES256) is not null;

    static KeysAtHand AtOnce(ValueTask<KeysAtHand> call)
    {
        Assert.True(call.IsCompletedSuccessfully);
        return call.Result;
    }

    void Pass(double seconds) => clock.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public async Task A_thousand_callers_share_one_fetch()
    {
        source.Hold = new();
        var calls = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => KeysAsync().AsTask(), Ct)).ToArray();
        while (source.Fetches.Count == 0) await Task.Yield();
        source.Hold.SetResult();
        var answers = await Task.WhenAll(calls);
        Assert.Single(source.Fetches);
        Assert.All(answers, answer => Assert.Same(answers[0].Keys, answer.Keys));
        Assert.Equal(clock.Now, answers[0].ConfirmedAt);
    }

    [Fact]
    public async Task A_caller_who_leaves_takes_the_fetch_from_nobody()
    {
        source.Hold = new();
        using var impatient = new CancellationTokenSource();
        var leaving = KeysAsync(ct: impatient.Token).AsTask();
        var staying = KeysAsync().AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        source.Hold.SetResult();
        Assert.NotNull((await staying).Keys);
        Assert.Single(source.Fetches);
    }

    [Fact]
    public async Task Fresh_keys_come_from_memory_without_a_task_and_without_garbage()
    {
        await KeysAsync();
        Pass(44);
        AtOnce(KeysAsync());
        var ct = Ct;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) AtOnce(set.KeysAsync("a", JwsAlgorithm.ES256, ct));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Single(source.Fetches);
    }

    [Fact]
    public async Task A_source_in_use_is_asked_again_behind_the_callers_back()
    {
        await KeysAsync();
        source.Kids = ["b"];
        source.Hold = new();
        Pass(45);
        AtOnce(KeysAsync());
        AtOnce(KeysAsync());
        source.Hold.SetResult();
        await set.Pending;
        Assert.Equal(2, source.Fetches.Count);
        Assert.False(await KnowsAsync("a"));
        Assert.True(await KnowsAsync("b"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(59)]
    [InlineData(3600)]
    public async Task A_key_that_its_owner_drops_is_refused_after_a_minute(double pause)
    {
        await KeysAsync();
        source.Kids = ["b"];
        for (var passed = 0d; passed < 60; passed += pause)
        {
            await KeysAsync();
            await set.Pending;
            Pass(pause);
        }
        Assert.False(await KnowsAsync("a"));
    }

    [Fact]
    public async Task A_key_dropped_while_a_slow_fetch_runs_is_refused_a_minute_after_that_fetch_began()
    {
        source.Hold = new();
        var first = KeysAsync().AsTask();
        while (source.Fetches.Count == 0) await Task.Yield();
        Pass(5);
        source.Hold.SetResult();
        await first;
        source.Kids = ["b"];
        Pass(55);
        Assert.False(await KnowsAsync("a"));
    }

    [Fact]
    public async Task Random_kids_cause_one_fetch_in_a_cool_down_and_good_tokens_keep_passing()
    {
        await KeysAsync();
        for (var i = 0; i < 60_000; i++)
        {
            Assert.False(await KnowsAsync($"random-{i}"));
            if (i % 100 == 0) Assert.True(await KnowsAsync("a"));
            Pass(0.001);
        }
        await set.Pending;
        Assert.InRange(source.Fetches.Count, 2, 3);
        Assert.All(source.Fetches.Zip(source.Fetches.Skip(1)), pair => Assert.True(pair.Second - pair.First >= RemoteKeySet.CoolDown));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(29)]
    public async Task A_new_key_is_learned_within_the_cool_down_under_a_flood_of_random_kids(double addedAfter)
    {
        await KeysAsync();
        Pass(addedAfter);
        source.Kids = ["a", "new"];
        var added = clock.Now;
        for (var i = 0; !await KnowsAsync("new"); i++)
        {
            await KeysAsync($"random-{i}");
            Pass(0.01);
        }
        Assert.True(clock.Now - added <= RemoteKeySet.CoolDown);
    }

    [Fact]
    public async Task The_last_good_keys_serve_for_a_day_and_then_none()
    {
        await KeysAsync();
        source.Problem = JwksProblem.TimedOut;
        for (var passed = 60; passed < 24 * 60 * 60; passed += 60)
        {
            Pass(60);
            var answer = await KeysAsync();
            Assert.Equal((true, JwksProblem.TimedOut, "detail"), (answer.Keys is not null, answer.Problem, answer.Detail));
        }
        Pass(60);
        var closed = await KeysAsync();
        Assert.Equal((null, JwksProblem.TimedOut), (closed.Keys, closed.Problem));
        Assert.Equal(new DateTimeOffset(2030, 1, 15, 12, 0, 0, TimeSpan.Zero), closed.ConfirmedAt);

        source.Problem = null;
        Pass(30);
        Assert.True(await KnowsAsync("a"));
        Assert.Null((await KeysAsync()).Problem);
        Assert.Equal([JwksProblem.TimedOut, null], source.Heard);
    }

    [Fact]
    public async Task After_a_failure_everybody_is_answered_at_once_until_the_next_try()
    {
        source.Problem = JwksProblem.Unreachable;
        Assert.Equal(JwksProblem.Unreachable, (await KeysAsync()).Problem);
        for (var i = 0; i < 29; i++)
        {
            Pass(1);
            Assert.Equal(JwksProblem.Unreachable, AtOnce(KeysAsync($"random-{i}")).Problem);
        }
        Assert.Single(source.Fetches);
        source.Problem = null;
        Pass(1);
        Assert.True(await KnowsAsync("a"));
        Assert.Equal([JwksProblem.Unreachable, null], source.Heard);
    }

    [Fact]
    public async Task A_change_of_the_problem_is_heard_once()
    {
        foreach (var problem in new[] { JwksProblem.Unreachable, JwksProblem.Unreachable, JwksProblem.NotPublic, JwksProblem.NotPublic })
        {
            source.Problem = problem;
            await KeysAsync();
            Pass(30);
        }
        Assert.Equal([JwksProblem.Unreachable, JwksProblem.NotPublic], source.Heard);
    }

    [Fact]
    public async Task A_calendar_that_jumps_changes_nothing()
    {
        await KeysAsync();
        clock.Jump(TimeSpan.FromDays(400));
        AtOnce(KeysAsync());
        clock.Jump(TimeSpan.FromDays(-800));
        AtOnce(KeysAsync());
        Assert.Single(source.Fetches);
        source.Problem = JwksProblem.Unreachable;
        Pass(61);
        Assert.True(await KnowsAsync("a"));
        Pass(24 * 60 * 60);
        Assert.False(await KnowsAsync("a"));
    }

    [Fact]
    public async Task A_fetch_that_throws_is_a_failed_fetch()
    {
        source.Bug = new InvalidOperationException("secret");
        var answer = await KeysAsync();
        Assert.Equal((null, JwksProblem.Unreachable, nameof(InvalidOperationException)), (answer.Keys, answer.Problem, answer.Detail));
        source.Bug = null;
        Pass(30);
        Assert.True(await KnowsAsync("a"));
    }
}
