using IdentityServer.Domain.Keys;
using IdentityServer.Domain.Primitives;
using Xunit;

namespace IdentityServer.Domain.Tests.Keys;

public sealed class KeyRotationTests
{
    static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    static readonly RotationPolicy Policy = RotationPolicies.Default.For(PoolId.Default, [])[1];

    readonly List<SigningKey> keys = [];

    static SigningKey Key(int generation) => new()
    {
        PoolId = PoolId.Default,
        Kid = "k" + generation,
        Algorithm = "ES256",
        Generation = generation,
        PublicJwk = "{}",
        SealedPrivateKey = [1],
        SealedBy = "m",
        CreatedAt = Start,
    };

    /// <summary>Takes the next step at that time, as a rotator would.</summary>
    string Take(DateTimeOffset now)
    {
        if (KeyRotation.Next(keys, Policy, now) is not { } step) return "";
        KeyChange change = new(keys);
        var taken = change.Apply(step, Key(100), now);
        if (step.Action == RotationAction.Create)
        {
            keys.Add(Key(change.Added[0].Generation));
            (keys[^1].AnnouncedAt, keys[^1].ActivatedAt, keys[^1].SignedUntil) = (change.Added[0].AnnouncedAt, change.Added[0].ActivatedAt, change.Added[0].SignedUntil);
        }
        foreach (var gone in change.Removed) keys.Remove(gone);
        return $"{taken.Action} {(step.Action == RotationAction.Create ? keys[^1].Kid : taken.Kid)}";
    }

    [Fact]
    public void No_policy_lets_a_key_sign_before_caches_that_obey_us_can_know_it()
    {
        Take(Start);
        RotationPolicy hasty = new() { PoolId = PoolId.Default, Algorithm = "ES256", Interval = TimeSpan.Zero, AnnounceBefore = TimeSpan.Zero, Schedule = "" };
        keys.Add(Key(2));
        keys[1].AnnouncedAt = Start;
        Assert.Equal(Start + KeyTimes.ShortestAnnouncement, KeyRotation.ActivateAt(keys[1], hasty));
        Assert.Null(KeyRotation.Next(keys, hasty, Start + KeyTimes.ShortestAnnouncement - TimeSpan.FromTicks(1)));
        Assert.Equal(new(RotationAction.Activate, "ES256", "k2"), KeyRotation.Next(keys, hasty, Start + KeyTimes.ShortestAnnouncement));
    }

    [Fact]
    public void The_life_of_two_keys()
    {
        Assert.Equal("Create k1", Take(Start));
        Assert.Equal(KeyState.Active, keys[0].State);
        Assert.Equal("", Take(Start));

        var due = Start + Policy.Interval - Policy.AnnounceBefore;
        Assert.Equal("", Take(due.AddTicks(-1)));
        Assert.Equal("Create k2", Take(due));
        Assert.Equal((KeyState.Announced, null), (keys[1].State, keys[1].AnnouncedAt));
        Assert.Equal("Announce k2", Take(due.AddSeconds(1)));
        Assert.Equal("", Take(due.AddSeconds(1) + Policy.AnnounceBefore - TimeSpan.FromTicks(1)));

        var switched = due.AddSeconds(1) + Policy.AnnounceBefore;
        keys[0].SignedUntil = switched.AddMinutes(20);
        Assert.Equal("Activate k2", Take(switched));
        Assert.Equal((KeyState.Retired, KeyState.Active), (keys[0].State, keys[1].State));
        Assert.Null(keys[0].SealedPrivateKey);
        Assert.NotNull(keys[1].SealedPrivateKey);

        var over = switched.AddMinutes(20) + KeyTimes.Afterlife;
        Assert.Equal("", Take(over.AddTicks(-1)));
        Assert.Equal("Withdraw k1", Take(over));
        Assert.Equal("", Take(over));
        Assert.False(keys[0].IsPublic);
        // By then many have come and gone; only what is forgotten matters here.
        keys[1].ActivatedAt = over + KeyTimes.HintMemory;
        Assert.Equal("", Take(over + KeyTimes.HintMemory - TimeSpan.FromTicks(1)));
        Assert.Equal("Forget k1", Take(over + KeyTimes.HintMemory));
        Assert.Equal("k2", Assert.Single(keys).Kid);
    }

    [Fact]
    public void A_rotation_that_was_missed_has_its_whole_announcement()
    {
        Take(Start);
        var late = Start + (10 * Policy.Interval);
        Assert.Equal("Create k2", Take(late));
        Assert.Equal("Announce k2", Take(late));
        Assert.Equal("", Take(late + Policy.AnnounceBefore - TimeSpan.FromTicks(1)));
        Assert.Equal("Activate k2", Take(late + Policy.AnnounceBefore));
    }

    [Fact]
    public void An_announcement_counts_from_when_it_was_seen_and_not_from_when_the_key_was_made()
    {
        Take(Start);
        var due = Start + Policy.Interval;
        Take(due);
        // Whoever stored it died before it could say since when; the key has been public all the same.
        Assert.Equal("Announce k2", Take(due + Policy.Interval));
        Assert.Equal("", Take(due + Policy.Interval));
        Assert.Equal(due + Policy.Interval + Policy.AnnounceBefore, KeyRotation.ActivateAt(keys[1], Policy));
        Assert.Equal(due + Policy.Interval + KeyTimes.ShortestAnnouncement, KeyRotation.EarliestAt(keys[1]));
    }

    [Fact]
    public void Nothing_signs_before_it_is_announced()
    {
        Assert.True(KeyRotation.ActivateAt(Key(2), Policy) > Start.AddYears(1000));
        Assert.True(KeyRotation.EarliestAt(Key(2)) > Start.AddYears(1000));
    }

    [Fact]
    public void Where_nothing_signs_an_announced_key_does_at_once_and_a_revoked_one_never()
    {
        Take(Start);
        KeyChange.Revoke(keys[0], "lost", Start.AddDays(1));
        Assert.Equal((KeyState.Revoked, null), (keys[0].State, keys[0].SealedPrivateKey));
        keys.Add(Key(2));
        Assert.Equal("Activate k2", Take(Start.AddDays(1)));
        Assert.Equal("", Take(Start.AddDays(1)));
        Assert.Equal("k2", KeyRotation.Active(keys, "ES256")!.Kid);
        // For good: it must not come back as an import.
        keys[1].ActivatedAt = Start.AddYears(9);
        Assert.Equal("", Take(Start.AddYears(9)));
    }

    [Fact]
    public void The_next_change_of_the_set_is_known_before_it_comes()
    {
        Assert.Equal(DateTimeOffset.MaxValue, KeyRotation.NextChange(keys, [Policy]));
        Take(Start);
        var due = Start + Policy.Interval - Policy.AnnounceBefore;
        Assert.Equal(due, KeyRotation.NextChange(keys, [Policy]));
        Take(due);
        Take(due);
        Assert.Equal(DateTimeOffset.MaxValue, KeyRotation.NextChange(keys, [Policy]));
        Take(due + Policy.AnnounceBefore);
        Assert.Equal(keys[0].SignedUntil + KeyTimes.Afterlife, KeyRotation.NextChange(keys, [Policy]));
    }

    [Fact]
    public void A_missing_successor_is_told_after_some_patience()
    {
        Take(Start);
        var due = Start + Policy.Interval - Policy.AnnounceBefore;
        Assert.Null(KeyRotation.MissingSince(keys, Policy, due.AddHours(20)));
        Assert.Equal(due, KeyRotation.MissingSince(keys, Policy, due.AddHours(25)));
        Take(due.AddHours(25));
        Assert.Null(KeyRotation.MissingSince(keys, Policy, due.AddHours(25)));
        Assert.Null(KeyRotation.MissingSince([], Policy, due));
    }
}
