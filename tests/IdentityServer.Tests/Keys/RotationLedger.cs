using IdentityServer.Domain.Keys;
using IdentityServer.Tests.Fixture;
using Xunit;

namespace IdentityServer.Tests.Keys;

/// <summary>What somebody outside writes down in true time, and holds against the law.</summary>
internal sealed class RotationLedger(ManualClock truth, RotationPolicy policy, TimeSpan look)
{
    readonly Dictionary<string, Life> lives = [];

    /// <summary>Since the last look at the schedule that was taken, this much was let pass on purpose.</summary>
    public TimeSpan Excuse { get; set; }

    public int Rotations { get; private set; }

    public int Withdrawn { get; private set; }

    public int Forgotten { get; private set; }

    /// <summary>The longest that a key was public after the last expiry it had signed.</summary>
    public TimeSpan LongestAfterlife { get; private set; }

    /// <summary>The shortest time for which a key was public before its first signature.</summary>
    public TimeSpan ShortestAnnouncement { get; private set; } = TimeSpan.MaxValue;

    /// <summary>A token was made. A key signs nothing before its announcement is over, by anybody's clock.</summary>
    public void Signed(string kid, DateTimeOffset expiry)
    {
        var life = lives[kid];
        if (life.LastExpiry is null && life.Generation > 1)
        {
            var announced = truth.Now - life.PublicSince;
            Assert.True(announced >= policy.AnnounceBefore - KeyTimes.Skew, $"{kid} signs after {announced} in the JWK set.");
            if (announced < ShortestAnnouncement) ShortestAnnouncement = announced;
        }
        Assert.True(life.WithdrawnAt is null, $"{kid} signs and is withdrawn.");
        life.LastSigned = truth.Now;
        if (life.LastExpiry is null || life.LastExpiry < expiry) life.LastExpiry = expiry;
        if (life.Mark is { } mark) Assert.True(expiry <= mark, $"{kid}, retired, signs until {expiry:u}; its mark stands at {mark:u}.");
    }

    /// <summary>Looks at the rows after somebody may have changed them.</summary>
    /// <returns>Whether the JWK set is another one now.</returns>
    public bool Observe(IReadOnlyList<SigningKey> all, IReadOnlyList<SignedToken> tokens)
    {
        var keys = all.Where(key => key.Algorithm == policy.Algorithm).ToList();
        Assert.Single(keys, key => key.State == KeyState.Active);
        Assert.InRange(keys.Count(key => key.State == KeyState.Announced), 0, 1);
        Assert.Equal(Enumerable.Range(keys[0].Generation, keys.Count), keys.Select(key => key.Generation));
        var changed = false;
        foreach (var key in keys)
        {
            if (!lives.TryGetValue(key.Kid, out var life))
            {
                lives[key.Kid] = life = new(key.Generation, truth.Now);
                changed = true;
            }
            if (key.ActivatedAt is not null && !life.IsActivated)
            {
                life.IsActivated = true;
                if (key.Generation > 1) Rotations++;
            }
            if (key.RetiredAt is null) continue;
            Assert.Null(key.SealedPrivateKey);
            if (life.Mark is null) Freeze(life, key);
            Assert.Equal(life.Mark, key.SignedUntil);
            if (key.WithdrawnAt is not null && life.WithdrawnAt is null)
            {
                Withdraw(life, key, tokens);
                changed = true;
            }
            if (life.WithdrawnAt is null) AssertNotOverdue(life, key);
        }
        foreach (var kid in lives.Keys.Except(keys.Select(key => key.Kid)).ToList())
        {
            Assert.True(truth.Now >= lives[kid].WithdrawnAt + KeyTimes.HintMemory - KeyTimes.Skew, $"{kid} is forgotten too early.");
            lives.Remove(kid);
            Forgotten++;
        }
        return changed;
    }

    /// <summary>The mark is never behind the tokens, and ahead of them by the lease, plus the time in which this simulation let nobody sign.</summary>
    void Freeze(Life life, SigningKey key)
    {
        life.Mark = key.SignedUntil!.Value;
        if (life.LastExpiry is not { } last) return;
        Assert.True(last <= life.Mark, $"{key.Kid} has signed until {last:u}, beyond its mark {life.Mark:u}.");
        Assert.True(life.Mark <= last + KeyTimes.Lease + KeyTimes.Skew + (truth.Now - life.LastSigned), $"{key.Kid} is marked {life.Mark:u}; its last token expires {last:u}.");
    }

    void Withdraw(Life life, SigningKey key, IReadOnlyList<SignedToken> tokens)
    {
        life.WithdrawnAt = truth.Now;
        Withdrawn++;
        // By true time, with what the clocks of those who verify may be behind.
        Assert.True(life.LastExpiry is null || truth.Now >= life.LastExpiry + (KeyTimes.Skew / 2), $"{key.Kid} leaves at {truth.Now:u}; it has signed until {life.LastExpiry:u}.");
        Assert.DoesNotContain(tokens, token => token.Jwt.Kid == key.Kid);
        AssertNotOverdue(life, key);
        if (Excuse == TimeSpan.Zero && truth.Now - life.LastExpiry is { } afterlife && afterlife > LongestAfterlife) LongestAfterlife = afterlife;
    }

    /// <summary>Mark + afterlife, then the next look at the schedule, which a clock that is a minute behind may have come too early for and another be late for, and the seconds that looks take.</summary>
    void AssertNotOverdue(Life life, SigningKey key) =>
        Assert.True(truth.Now <= life.Mark + KeyTimes.Afterlife + look + KeyTimes.Skew + TimeSpan.FromSeconds(2) + Excuse, $"{key.Kid} is still public at {truth.Now:u}; its mark is {life.Mark:u}.");

    sealed class Life(int generation, DateTimeOffset publicSince)
    {
        public int Generation => generation;
        public DateTimeOffset PublicSince => publicSince;
        public DateTimeOffset LastSigned { get; set; }
        public DateTimeOffset? LastExpiry { get; set; }
        public DateTimeOffset? Mark { get; set; }
        public DateTimeOffset? WithdrawnAt { get; set; }
        public bool IsActivated { get; set; }
    }
}
