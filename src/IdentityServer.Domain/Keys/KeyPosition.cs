namespace IdentityServer.Domain.Keys;

/// <summary>Where the keys of one algorithm stand.</summary>
/// <param name="Active">Null only while there is none to sign with.</param>
/// <param name="Successor">Null while none is announced.</param>
public sealed record KeyPosition(RotationPolicy Policy, SigningKey? Active, SigningKey? Successor)
{
    public static KeyPosition Of(IReadOnlyList<SigningKey> keys, RotationPolicy policy) =>
        new(policy, KeyRotation.Active(keys, policy.Algorithm), KeyRotation.Successor(keys, policy.Algorithm));

    /// <summary>When the next key is made public; null where one is.</summary>
    public DateTimeOffset? AnnouncesAt => Successor is null && Active is not null ? KeyRotation.CreateAt(Active, Policy) : null;

    /// <summary>When the next key begins to sign, as planned.</summary>
    public DateTimeOffset? TakesOverAt => Successor is { AnnouncedAt: not null } ? KeyRotation.ActivateAt(Successor, Policy)
        : Active is not null ? Active.ActivatedAt + Policy.Interval : null;

    /// <summary>When an announced key could begin to sign if it had to.</summary>
    public DateTimeOffset? EarliestAt => Successor is { AnnouncedAt: not null } ? KeyRotation.EarliestAt(Successor) : null;
}
