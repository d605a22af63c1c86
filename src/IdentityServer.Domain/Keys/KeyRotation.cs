namespace IdentityServer.Domain.Keys;

/// <summary>
/// The life of a pool's keys as a function of what is stored and the time. OIDC Core §10.1.1.
/// <list type="bullet">
/// <item>A key signs only after it was public for the announcement, which is longer than any cache that obeys us; only
/// where nothing else could sign, the first key and the one after an emergency, it signs at once.</item>
/// <item>A key stays public until the last token that it may have signed has expired, plus what clocks differ and caches keep.</item>
/// <item>There is one active key per algorithm: the newest that was ever activated.</item>
/// </list>
/// Nothing here remembers anything: a step that was missed, or cut off in the middle, is due again at the next look.
/// </summary>
public static class KeyRotation
{
    /// <summary>The first step that is due for one algorithm, or null.</summary>
    public static RotationStep? Next(IReadOnlyList<SigningKey> keys, RotationPolicy policy, DateTimeOffset now)
    {
        var algorithm = policy.Algorithm;
        var (active, successor) = (Active(keys, algorithm), Successor(keys, algorithm));
        if (active is null) return successor is null ? new(RotationAction.Create, algorithm, null) : new(RotationAction.Activate, algorithm, successor.Kid);
        if (successor is { AnnouncedAt: null }) return new(RotationAction.Announce, algorithm, successor.Kid);
        if (successor is not null && now >= ActivateAt(successor, policy)) return new(RotationAction.Activate, algorithm, successor.Kid);
        if (successor is null && now >= CreateAt(active, policy)) return new(RotationAction.Create, algorithm, null);
        foreach (var key in keys)
        {
            if (key.Algorithm != algorithm) continue;
            if (key.State == KeyState.Retired && now >= key.WithdrawAt) return new(RotationAction.Withdraw, algorithm, key.Kid);
            // A revoked key is remembered for good, so that it never comes back as an import.
            if (key.State == KeyState.Withdrawn && now >= key.WithdrawnAt + KeyTimes.HintMemory) return new(RotationAction.Forget, algorithm, key.Kid);
        }
        return null;
    }

    public static SigningKey? Active(IReadOnlyList<SigningKey> keys, string algorithm) => Newest(keys, algorithm, KeyState.Active);

    public static SigningKey? Successor(IReadOnlyList<SigningKey> keys, string algorithm) => Newest(keys, algorithm, KeyState.Announced);

    /// <summary>When the successor of this key is made public.</summary>
    public static DateTimeOffset CreateAt(SigningKey active, RotationPolicy policy) => active.ActivatedAt!.Value + policy.Interval - policy.AnnounceBefore;

    /// <summary>When an announced key begins to sign: after the whole announcement, however late that began, and never before <see cref="EarliestAt"/>.</summary>
    public static DateTimeOffset ActivateAt(SigningKey successor, RotationPolicy policy)
    {
        if (successor.AnnouncedAt is not { } announced) return DateTimeOffset.MaxValue;
        var (planned, earliest) = (announced + policy.AnnounceBefore, EarliestAt(successor));
        return planned > earliest ? planned : earliest;
    }

    /// <summary>Before then nobody may let it sign, whatever the policy says.</summary>
    public static DateTimeOffset EarliestAt(SigningKey successor) =>
        (successor.AnnouncedAt ?? DateTimeOffset.MaxValue - KeyTimes.ShortestAnnouncement) + KeyTimes.ShortestAnnouncement;

    /// <summary>The next time at which the schedule changes the JWK set, as far as it is known.</summary>
    public static DateTimeOffset NextChange(IReadOnlyList<SigningKey> keys, IEnumerable<RotationPolicy> policies)
    {
        var next = DateTimeOffset.MaxValue;
        foreach (var policy in policies)
        {
            if (Active(keys, policy.Algorithm) is { } active && Successor(keys, policy.Algorithm) is null) next = Earlier(next, CreateAt(active, policy));
            // When the successor takes over the other retires, and it is known by when its tokens will have expired.
        }
        foreach (var key in keys)
            if (key.State == KeyState.Retired) next = Earlier(next, key.WithdrawAt!.Value);
        return next;
    }

    /// <summary>Since when a successor should have been there, or null where all is well. Some hours of patience, for the schedule's sake.</summary>
    public static DateTimeOffset? MissingSince(IReadOnlyList<SigningKey> keys, RotationPolicy policy, DateTimeOffset now)
    {
        if (Active(keys, policy.Algorithm) is not { } active || Successor(keys, policy.Algorithm) is not null) return null;
        var due = CreateAt(active, policy);
        var patience = policy.AnnounceBefore / 4;
        return now > due + (patience < RotationPolicy.LongestPause ? patience : RotationPolicy.LongestPause) ? due : null;
    }

    static SigningKey? Newest(IReadOnlyList<SigningKey> keys, string algorithm, KeyState state)
    {
        SigningKey? newest = null;
        foreach (var key in keys)
            if (key.Algorithm == algorithm && key.State == state && (newest is null || key.Generation > newest.Generation)) newest = key;
        return newest;
    }

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
