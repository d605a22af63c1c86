using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyRotatorTests : IDisposable
{
    readonly MemoryKeys keys = new();
    readonly ManualClock clock = new(World.Start);
    readonly MasterKeys master = new(new MasterKey(Enumerable.Repeat((byte)1, MasterKey.Size).ToArray()));

    KeyRotator Rotator => new(keys, new(master, clock), RotationPolicies.Default, clock);

    public void Dispose() => master.Dispose();

    async Task<string> RunAsync()
    {
        var run = await Rotator.RunAsync(PoolId.Default, JwsAlgorithm.ES256, World.Ct);
        Assert.Null(run.Problem);
        return string.Join(' ', run.Steps.Select(step => step.Action));
    }

    /// <summary>A time in which nodes have gone on signing.</summary>
    async Task SignUntilAsync(TimeSpan later)
    {
        clock.Advance(later);
        await Rotator.ExtendAsync(PoolId.Default, World.Ct);
    }

    [Fact]
    public async Task A_key_that_nobody_has_signed_with_for_long_leaves_at_once()
    {
        await RunAsync();
        clock.Advance(RotationPolicy.DefaultInterval);
        await RunAsync();
        clock.Advance(RotationPolicy.DefaultAnnounceBefore);
        Assert.Equal("Activate Withdraw", await RunAsync());
    }

    [Fact]
    public async Task One_look_takes_all_steps_that_are_due()
    {
        Assert.Equal("Create", await RunAsync());
        Assert.Equal("", await RunAsync());
        clock.Advance(RotationPolicy.DefaultInterval);
        Assert.Equal("Create Announce", await RunAsync());
        await SignUntilAsync(RotationPolicy.DefaultAnnounceBefore);
        Assert.Equal("Activate", await RunAsync());
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("Withdraw", await RunAsync());
        Assert.Equal([(1, KeyState.Withdrawn), (2, KeyState.Active)], keys.Keys.Select(key => (key.Generation, key.State)));
    }

    [Fact]
    public async Task Many_nodes_at_the_same_moment_make_one_successor()
    {
        await RunAsync();
        for (var round = 1; round <= 20; round++)
        {
            clock.Advance(RotationPolicy.DefaultInterval);
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => RunAsync(), World.Ct)));
            Assert.Single(keys.Keys, key => key.State == KeyState.Announced);
            clock.Advance(RotationPolicy.DefaultAnnounceBefore);
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => RunAsync(), World.Ct)));
            Assert.Equal(round + 1, Assert.Single(keys.Keys, key => key.State == KeyState.Active).Generation);
            Assert.Equal(round + 1, keys.Keys.Max(key => key.Generation));
        }
    }

    [Fact]
    public async Task Who_slept_through_a_rotation_changes_nothing_when_it_wakes()
    {
        await RunAsync();
        clock.Advance(RotationPolicy.DefaultInterval);
        await RunAsync();
        await SignUntilAsync(RotationPolicy.DefaultAnnounceBefore);
        // It has seen that the second key is to sign, and falls asleep; meanwhile the others have come to the third.
        var asleep = true;
        keys.Meanwhile = () =>
        {
            if (!asleep) return;
            asleep = false;
            KeyChange others = new(keys.Keys);
            others.Activate(keys.Keys[1], clock.Now);
            var third = new KeyFactory(master, clock).Make(PoolId.Default, JwsAlgorithm.ES256);
            others.Add(third);
            others.Activate(third, clock.Now);
            keys.Keys.Add(third);
        };
        Assert.Equal("", await RunAsync());
        Assert.Equal([KeyState.Retired, KeyState.Retired, KeyState.Active], keys.Keys.Select(key => key.State));
    }

    [Fact]
    public async Task Who_fell_asleep_with_a_new_key_in_hand_does_not_store_it_beside_another()
    {
        await RunAsync();
        clock.Advance(RotationPolicy.DefaultInterval);
        var asleep = true;
        keys.Meanwhile = () =>
        {
            if (!asleep) return;
            asleep = false;
            KeyChange others = new(keys.Keys);
            var second = new KeyFactory(master, clock).Make(PoolId.Default, JwsAlgorithm.ES256);
            others.Add(second);
            keys.Keys.Add(second);
            clock.Advance(RotationPolicy.DefaultInterval);
        };
        Assert.Equal("Announce", await RunAsync());
        Assert.Equal(2, keys.Keys.Count);
        Assert.Equal(clock.Now, keys.Keys[1].AnnouncedAt);
    }

    [Fact]
    public async Task With_a_wrong_master_key_no_successor_is_made()
    {
        await RunAsync();
        clock.Advance(RotationPolicy.DefaultInterval);
        using MasterKeys wrong = new(new MasterKey(Enumerable.Repeat((byte)2, MasterKey.Size).ToArray()));
        var run = await new KeyRotator(keys, new(wrong, clock), RotationPolicies.Default, clock).RunAsync(PoolId.Default, World.Ct);
        Assert.Contains(wrong.Fingerprint, run.Problem, StringComparison.Ordinal);
        Assert.Single(keys.Keys);
    }

    [Fact]
    public async Task A_pool_may_have_a_policy_of_its_own()
    {
        await RunAsync();
        keys.Policies.Add(new()
        {
            PoolId = PoolId.Default, Algorithm = "ES256", Interval = TimeSpan.FromDays(2), AnnounceBefore = TimeSpan.FromDays(1), Schedule = RotationPolicies.DefaultSchedule,
        });
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("Create Announce", await RunAsync());
        await SignUntilAsync(TimeSpan.FromDays(1));
        Assert.Equal("Activate", await RunAsync());
    }

    [Fact]
    public async Task The_mark_is_raised_for_active_keys()
    {
        await RunAsync();
        clock.Advance(KeyTimes.Lease);
        await Rotator.ExtendAsync(PoolId.Default, World.Ct);
        Assert.Equal(clock.Now + KeyTimes.LongestLifetime + KeyTimes.Lease, keys.Keys[0].SignedUntil);
    }

    [Fact]
    public async Task A_retired_key_stays_public_for_the_longest_lived_tokens_of_its_pool()
    {
        var half = keys.Lifetimes[PoolId.Default] = TimeSpan.FromDays(184);
        await RunAsync();
        for (var day = 0; day < 76; day++) await SignUntilAsync(TimeSpan.FromDays(1));
        Assert.Equal("Create Announce", await RunAsync());
        for (var day = 0; day < 14; day++) await SignUntilAsync(TimeSpan.FromDays(1));
        // A token that lives for half a year was signed just now.
        Assert.Equal("Activate", await RunAsync());
        clock.Advance(half + KeyTimes.Skew);
        await RunAsync();
        Assert.True(keys.Keys[0].IsPublic);
        clock.Advance(KeyTimes.Lease + KeyTimes.MaxAge);
        await RunAsync();
        Assert.False(keys.Keys[0].IsPublic);
    }

    [Fact]
    public async Task Every_step_that_the_world_sees_has_its_line_in_the_audit_log()
    {
        await RunAsync();
        clock.Advance(RotationPolicy.DefaultInterval);
        await RunAsync();
        await SignUntilAsync(RotationPolicy.DefaultAnnounceBefore);
        await RunAsync();
        clock.Advance(TimeSpan.FromDays(1));
        await RunAsync();
        Assert.Equal(["create", "create", "activate", "withdraw"], keys.Records.Select(record => System.Text.Json.JsonElement.Parse(record.Details).GetProperty("step").GetString()));
        Assert.All(keys.Records, record => Assert.Equal(("key.rotated", "system"), (record.Action, record.Actor)));
    }

    [Fact]
    public async Task With_a_wrong_clock_nothing_is_done()
    {
        await RunAsync();
        clock.Advance(RotationPolicy.DefaultInterval);
        KeyRotator lost = new(keys, new(master, clock), RotationPolicies.Default, clock, new Clockless());
        Assert.Equal("wrong", (await lost.RunAsync(PoolId.Default, World.Ct)).Problem);
        var mark = keys.Keys[0].SignedUntil;
        await lost.ExtendAsync(PoolId.Default, World.Ct);
        Assert.Equal((mark, 1), (keys.Keys[0].SignedUntil, keys.Keys.Count));
    }

    [Fact]
    public async Task A_key_that_was_sealed_before_the_master_key_was_changed_is_not_stored_after()
    {
        using MasterKey before = new(Enumerable.Repeat((byte)3, MasterKey.Size).ToArray()), after = new(Enumerable.Repeat((byte)4, MasterKey.Size).ToArray());
        using MasterKeys both = new(before, after);
        SealedSecret Secret(MasterKey by) => new() { Name = SharedSecret.Name, Sealed = by.Seal(new byte[32], SealedPlace.OfSecret(SharedSecret.Name)), SealedBy = by.Fingerprint, CreatedAt = clock.Now };
        keys.Secrets.Add(Secret(before));
        var asleep = true;
        keys.Meanwhile = () =>
        {
            if (!asleep) return;
            asleep = false;
            keys.Secrets[0] = Secret(after);
        };
        Assert.Null((await new KeyRotator(keys, new(both, clock), RotationPolicies.Default, clock).RunAsync(PoolId.Default, JwsAlgorithm.ES256, World.Ct)).Problem);
        Assert.Equal(after.Fingerprint, Assert.Single(keys.Keys).SealedBy);
    }

    sealed class Clockless : IClockGuard
    {
        public string? Problem => "wrong";
    }
}
