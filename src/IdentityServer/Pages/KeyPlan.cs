using IdentityServer.Domain.Keys;

namespace IdentityServer.Pages;

/// <summary>What comes next for one algorithm, as far as the schedule knows. What is late is expected now.</summary>
/// <param name="CreateAt">When the next key is made public; null where it is already, or nobody plans one.</param>
/// <param name="TakeOverAt">When the next key begins to sign.</param>
/// <param name="LateSince">When the next key should have been public, where it should be long since.</param>
/// <param name="OverdueSince">When a key that is public should have taken over, and has not.</param>
sealed record KeyPlan(
    SigningKey? Active, SigningKey? Successor, DateTimeOffset? CreateAt, DateTimeOffset? TakeOverAt, DateTimeOffset? LateSince, DateTimeOffset? OverdueSince)
{
    /// <param name="policy">Null for an algorithm that no new keys are made for.</param>
    public static KeyPlan Of(IReadOnlyList<SigningKey> keys, string algorithm, RotationPolicy? policy, DateTimeOffset now)
    {
        var (active, successor) = (KeyRotation.Active(keys, algorithm), KeyRotation.Successor(keys, algorithm));
        if (policy is null || active is null) return new(active, successor, null, null, null, null);
        // A key whose row nobody has looked at yet counts from when it was made: the looks are an hour apart at most.
        if (successor is not null)
        {
            var due = (successor.AnnouncedAt ?? successor.CreatedAt) + policy.AnnounceBefore;
            return new(active, successor, null, Later(due, now), null, due < now ? due : null);
        }
        var create = Later(KeyRotation.CreateAt(active, policy), now);
        return new(active, null, create, create + policy.AnnounceBefore, KeyRotation.MissingSince(keys, policy, now), null);
    }

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
