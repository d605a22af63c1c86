using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyChangeTests
{
    static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    static SigningKey Key(string kid, string algorithm = "ES256") => new()
    {
        PoolId = PoolId.Default, Kid = kid, Algorithm = algorithm, Generation = 0, PublicJwk = "{}", SealedPrivateKey = [1], SealedBy = "m", CreatedAt = Now,
    };

    [Fact]
    public void A_change_that_is_run_again_comes_to_the_same()
    {
        var made = Key("a");
        for (var run = 0; run < 2; run++)
        {
            KeyChange change = new([Key("other", "RS256")]);
            change.Apply(new(RotationAction.Create, "ES256", null), made, Now);
            Assert.Equal((1, KeyState.Active, Now), (made.Generation, made.State, made.AnnouncedAt));
            Assert.Same(made, Assert.Single(change.Added));
        }
        KeyChange beside = new([made]);
        var next = Key("b");
        // In an earlier run it was the first and signed at once; now another was before it.
        (next.AnnouncedAt, next.ActivatedAt, next.SignedUntil) = (Now, Now, Now);
        beside.Apply(new(RotationAction.Create, "ES256", null), next, Now);
        Assert.Equal((2, KeyState.Announced), (next.Generation, next.State));
        Assert.Equal(KeyState.Active, made.State);
    }

    [Fact]
    public void Activating_a_key_ends_all_others_of_its_algorithm_and_no_more()
    {
        SigningKey[] keys = [Key("old"), Key("unused"), Key("new"), Key("rsa", "RS256")];
        keys[0].ActivatedAt = keys[3].ActivatedAt = Now.AddDays(-1);
        KeyChange change = new(keys);
        change.Activate(keys[2], Now);
        Assert.Equal([KeyState.Retired, KeyState.Retired, KeyState.Active, KeyState.Active], keys.Select(key => key.State));
        Assert.Equal([true, true, false, false], keys.Select(key => key.SealedPrivateKey is null));
        Assert.Equal(Now + KeyTimes.LongestLifetime + KeyTimes.Lease, keys[2].SignedUntil);
    }

    [Fact]
    public void The_mark_follows_the_pools_longest_lifetime_up_and_never_down()
    {
        var half = TimeSpan.FromDays(184);
        SigningKey[] keys = [Key("old"), Key("new")];
        new KeyChange(keys, longestLifetime: TimeSpan.FromDays(1)).Activate(keys[0], Now);
        Assert.Equal(Now.AddDays(1) + KeyTimes.Lease, keys[0].SignedUntil);
        // The setting was raised.
        Assert.True(new KeyChange(keys, longestLifetime: half).Extend(Now));
        Assert.Equal(Now + half + KeyTimes.Lease, keys[0].SignedUntil);
        // And lowered again: what has been signed meanwhile is alive.
        Assert.False(new KeyChange(keys).Extend(Now));
        new KeyChange(keys).Activate(keys[1], Now);
        Assert.Equal(Now + half + KeyTimes.Lease + KeyTimes.Afterlife, keys[0].WithdrawAt);
    }

    [Fact]
    public void Only_keys_that_sign_have_their_mark_raised_and_only_when_it_is_near()
    {
        SigningKey[] keys = [Key("active"), Key("announced"), Key("retired")];
        keys[0].ActivatedAt = Now;
        keys[2].ActivatedAt = keys[2].RetiredAt = Now;
        KeyChange change = new(keys);
        Assert.True(change.Extend(Now));
        Assert.False(change.Extend(Now + (KeyTimes.Lease / 2) - TimeSpan.FromTicks(1)));
        Assert.True(change.Extend(Now + (KeyTimes.Lease / 2)));
        Assert.Equal([Now + (KeyTimes.Lease / 2) + KeyTimes.LongestLifetime + KeyTimes.Lease, null, null], keys.Select(key => key.SignedUntil));
    }
}
