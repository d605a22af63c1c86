using IdentityServer.Domain.Jose;
using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using IdentityServer.Domain.Protocol;
using IdentityServer.Domain.Tests.Fakes;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyRevocationTests : IAsyncLifetime
{
    readonly MemoryKeys keys = new();
    readonly ManualClock clock = new(World.Start);
    readonly MasterKeys master = new(new MasterKey(Enumerable.Repeat((byte)1, MasterKey.Size).ToArray()));

    KeyFactory Factory => new(master, clock);

    KeyRotator Rotator => new(keys, Factory, RotationPolicies.Default, clock);

    public async ValueTask InitializeAsync() => await Rotator.RunAsync(PoolId.Default, JwsAlgorithm.ES256, World.Ct);

    public ValueTask DisposeAsync()
    {
        master.Dispose();
        return default;
    }

    async Task<Result<RevokedKey>> TryRevokeAsync(string kid) => await new KeyRevocation(keys, Factory, clock).RevokeAsync(PoolId.Default, kid, "lost", "cli:alice", World.Ct);

    async Task<RevokedKey> RevokeAsync(string kid) => (await TryRevokeAsync(kid)).Value();

    SigningKey Active => Assert.Single(keys.Keys, key => key.State == KeyState.Active);

    [Fact]
    public async Task Where_no_successor_is_announced_a_new_key_signs_at_once()
    {
        var old = Active;
        var revoked = await RevokeAsync(old.Kid);
        Assert.Equal((true, false), (revoked.IsNew, revoked.WasAnnounced));
        Assert.Equal((KeyState.Revoked, "lost", clock.Now), (old.State, old.RevokedReason, old.RevokedAt));
        Assert.Null(old.SealedPrivateKey);
        Assert.NotEqual(old.Kid, Active.Kid);
        Assert.Equal((Active.Kid, 2), (revoked.Active!.Kid, Active.Generation));
        var record = Assert.Single(keys.Records, one => one.Action == "key.revoked");
        Assert.Equal(("key.revoked", "cli:alice", old.Kid), (record.Action, record.Actor, record.Target));
        Assert.Contains("lost", record.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_announced_successor_takes_over()
    {
        var old = Active;
        clock.Advance(RotationPolicy.DefaultInterval - RotationPolicy.DefaultAnnounceBefore);
        await Rotator.RunAsync(PoolId.Default, JwsAlgorithm.ES256, World.Ct);
        var successor = Assert.Single(keys.Keys, key => key.State == KeyState.Announced);
        clock.Advance(KeyTimes.ShortestAnnouncement);
        var revoked = await RevokeAsync(old.Kid);
        Assert.True(revoked.WasAnnounced);
        Assert.Equal(successor.Kid, Active.Kid);
        Assert.Equal(2, keys.Keys.Count);
    }

    [Fact]
    public async Task A_second_revocation_changes_nothing()
    {
        var old = Active;
        await RevokeAsync(old.Kid);
        var active = Active.Kid;
        clock.Advance(TimeSpan.FromHours(1));
        var again = await RevokeAsync(old.Kid);
        Assert.False(again.IsNew);
        Assert.Equal((active, 2), (Active.Kid, keys.Keys.Count));
        Assert.Equal(World.Start, old.RevokedAt);
        Assert.Single(keys.Records, record => record.Action == "key.revoked");
    }

    [Fact]
    public async Task Of_many_nodes_one_revokes_and_one_successor_signs()
    {
        var old = Active;
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => RevokeAsync(old.Kid), World.Ct)));
        Assert.Single(all, revoked => revoked.IsNew);
        Assert.Single(keys.Records, record => record.Action == "key.revoked");
        Assert.Equal(2, Active.Generation);
    }

    [Fact]
    public async Task A_key_that_does_not_sign_goes_without_a_successor()
    {
        clock.Advance(RotationPolicy.DefaultInterval - RotationPolicy.DefaultAnnounceBefore);
        await Rotator.RunAsync(PoolId.Default, JwsAlgorithm.ES256, World.Ct);
        var (active, announced) = (Active, keys.Keys.Single(key => key.State == KeyState.Announced));
        Assert.Equal(active.Kid, (await RevokeAsync(announced.Kid)).Active!.Kid);
        Assert.Equal((KeyState.Revoked, KeyState.Active), (announced.State, active.State));
        Assert.Equal(2, keys.Keys.Count);
    }

    [Fact]
    public async Task A_successor_that_took_over_meanwhile_is_not_replaced()
    {
        var old = Active;
        var busy = true;
        keys.Meanwhile = () =>
        {
            if (!busy) return;
            busy = false;
            KeyChange others = new(keys.Keys);
            var second = Factory.Make(PoolId.Default, JwsAlgorithm.ES256);
            others.Add(second);
            others.Activate(second, clock.Now);
            keys.Keys.Add(second);
        };
        await RevokeAsync(old.Kid);
        Assert.Equal(2, keys.Keys.Count);
        Assert.Equal(2, Active.Generation);
    }

    [Fact]
    public async Task That_no_other_key_can_be_made_is_no_reason_to_keep_a_stolen_one()
    {
        Assert.Equal(Reason.KeyUnknown, (await TryRevokeAsync("nobody")).Reason());
        var stolen = Active;
        keys.Keys.Add(Factory.Make(PoolId.Default, JwsAlgorithm.RS256));
        using MasterKeys wrong = new(new MasterKey(Enumerable.Repeat((byte)2, MasterKey.Size).ToArray()));
        var revoked = (await new KeyRevocation(keys, new(wrong, clock), clock).RevokeAsync(PoolId.Default, stolen.Kid, "lost", "cli:alice", World.Ct)).Value();
        Assert.Equal((KeyState.Revoked, null), (stolen.State, revoked.Active));
        Assert.Contains(wrong.Fingerprint, revoked.Problem, StringComparison.Ordinal);
        Assert.Single(keys.Records, record => record.Action == "key.revoked");
        // Whoever can makes the next one.
        await Rotator.RunAsync(PoolId.Default, JwsAlgorithm.ES256, World.Ct);
        Assert.NotEqual(stolen.Kid, Active.Kid);
    }

    [Fact]
    public async Task A_successor_that_nobody_can_know_yet_is_not_called_announced()
    {
        var old = Active;
        await new RotationControl(keys, Factory, Rotator, RotationPolicies.Default, clock).RotateAsync(PoolId.Default, "ES256", "cli:alice", World.Ct);
        Assert.False((await RevokeAsync(old.Kid)).WasAnnounced);
    }
}
