using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class RotationControlTests : IAsyncLifetime
{
    const string Actor = "api-key:1";

    readonly MemoryKeys keys = new();
    readonly ManualClock clock = new(World.Start);
    readonly MasterKeys master = new(new MasterKey(Enumerable.Repeat((byte)1, MasterKey.Size).ToArray()));

    KeyFactory Factory => new(master, clock);

    KeyRotator Rotator => new(keys, Factory, RotationPolicies.Default, clock);

    RotationControl Control => new(keys, Factory, Rotator, RotationPolicies.Default, clock);

    public async ValueTask InitializeAsync() => await Rotator.RunAsync(PoolId.Default, JwsAlgorithm.ES256, World.Ct);

    public ValueTask DisposeAsync()
    {
        master.Dispose();
        return default;
    }

    async Task<KeyPosition> RotateAsync() => (await Control.RotateAsync(PoolId.Default, "ES256", Actor, World.Ct)).Value();

    [Fact]
    public async Task A_rotation_that_is_begun_twice_has_one_successor_and_one_line_in_the_log()
    {
        var first = await RotateAsync();
        var second = await RotateAsync();
        Assert.Equal(first.Successor!.Kid, second.Successor!.Kid);
        Assert.Equal((1, 2), (first.Active!.Generation, first.Successor.Generation));
        Assert.Equal(World.Start + RotationPolicy.DefaultAnnounceBefore, first.TakesOverAt);
        Assert.Equal(World.Start + KeyTimes.ShortestAnnouncement, first.EarliestAt);
        Assert.Equal(2, keys.Keys.Count);
        Assert.Equal(("key.rotated", first.Successor.Kid), keys.Records.Where(record => record.Actor == Actor).Select(record => (record.Action, record.Target)).Single());
    }

    [Fact]
    public async Task Many_at_once_begin_one_rotation()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(RotateAsync, World.Ct)));
        Assert.Single(all.Select(position => position.Successor!.Kid).Distinct());
        Assert.Single(keys.Records, record => record.Actor == Actor);
    }

    [Fact]
    public async Task A_successor_takes_over_early_but_not_before_relying_parties_can_know_it()
    {
        async Task<Result<KeyPosition>> TakeOverAsync() => await Control.TakeOverAsync(PoolId.Default, "ES256", null, Actor, World.Ct);
        Assert.Equal(Reason.SuccessorMissing, (await TakeOverAsync()).Reason());
        var successor = (await RotateAsync()).Successor!;
        clock.Advance(KeyTimes.ShortestAnnouncement - TimeSpan.FromTicks(1));
        Assert.Equal(Reason.SuccessorTooYoung, (await TakeOverAsync()).Reason());
        clock.Advance(TimeSpan.FromTicks(1));
        var position = (await TakeOverAsync()).Value();
        Assert.Equal((successor.Kid, null), (position.Active!.Kid, position.Successor));
        Assert.Equal([KeyState.Retired, KeyState.Active], keys.Keys.Select(key => key.State));
        Assert.Equal(2, keys.Records.Count(record => record.Actor == Actor));
    }

    [Fact]
    public async Task The_successor_that_was_waited_for_takes_over_and_no_other()
    {
        var awaited = (await RotateAsync()).Successor!.Kid;
        clock.Advance(KeyTimes.ShortestAnnouncement);
        Assert.Equal(Reason.SuccessorReplaced, (await Control.TakeOverAsync(PoolId.Default, "ES256", "another", Actor, World.Ct)).Reason());
        Assert.Equal(awaited, (await Control.TakeOverAsync(PoolId.Default, "ES256", awaited, Actor, World.Ct)).Value().Active!.Kid);
    }

    [Fact]
    public async Task Under_a_wrong_master_key_no_rotation_is_begun()
    {
        using MasterKeys wrong = new(new MasterKey(Enumerable.Repeat((byte)2, MasterKey.Size).ToArray()));
        KeyFactory factory = new(wrong, clock);
        RotationControl control = new(keys, factory, new(keys, factory, RotationPolicies.Default, clock), RotationPolicies.Default, clock);
        Assert.Equal(Reason.MasterKeyWrong, (await control.RotateAsync(PoolId.Default, "ES256", Actor, World.Ct)).Reason());
        Assert.Single(keys.Keys);
    }

    [Fact]
    public async Task A_policy_is_refused_where_it_would_do_harm_and_taken_back()
    {
        RotationPolicy policy = new() { PoolId = PoolId.Default, Algorithm = "ES256", Interval = TimeSpan.FromDays(2), AnnounceBefore = TimeSpan.FromMinutes(1), Schedule = "0 * * * * ?" };
        var refused = await Control.SetPolicyAsync(policy, TimeSpan.FromMinutes(1), Actor, World.Ct);
        Assert.Equal(Reason.PolicyHarmful, refused.Reason());
        Assert.Empty(keys.Policies);
        policy.AnnounceBefore = TimeSpan.FromDays(1);
        Assert.Equal(World.Start.AddDays(1), (await Control.SetPolicyAsync(policy, TimeSpan.FromMinutes(1), Actor, World.Ct)).Value().AnnouncesAt);
        Assert.Equal(RotationPolicy.DefaultInterval, (await Control.ResetPolicyAsync(PoolId.Default, "ES256", Actor, World.Ct)).Value().Policy.Interval);
        Assert.Equal(["key.policy_changed", "key.policy_changed"], keys.Records.Where(record => record.Actor == Actor).Select(record => record.Action));
    }

    [Fact]
    public async Task Algorithms_that_are_not_kept_are_refused()
    {
        Assert.Equal(Reason.KeyAlgorithmUnknown, (await Control.RotateAsync(PoolId.Default, "HS256", Actor, World.Ct)).Reason());
        Assert.Equal(Reason.KeyAlgorithmUnknown, (await Control.TakeOverAsync(PoolId.Default, "none", null, Actor, World.Ct)).Reason());
        Assert.Equal(Reason.KeyAlgorithmUnknown, (await Control.ResetPolicyAsync(PoolId.Default, "", Actor, World.Ct)).Reason());
        // Where nothing is announced, the plan is known all the same.
        var position = (await Control.PositionsAsync(PoolId.Default, World.Ct)).Single(one => one.Policy.Algorithm == "ES256");
        Assert.Equal(World.Start + RotationPolicy.DefaultInterval, position.TakesOverAt);
        Assert.Null(position.EarliestAt);
    }
}
