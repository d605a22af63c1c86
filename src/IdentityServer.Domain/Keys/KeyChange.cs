using IdentityServer.Domain.Audit;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// A pool's keys in the hands of the one who may change them: read afresh, and changed by nobody else until this change
/// is committed. What took its time to get here decides on what is there now, not on what it once saw.
/// </summary>
/// <param name="sealedBy">The master key that the database is sealed under at this moment; null where nothing says so.</param>
/// <param name="longestLifetime">Of the pool's tokens, as it stands at this moment; null where the pool says nothing.</param>
public sealed class KeyChange(IEnumerable<SigningKey> keys, string? sealedBy = null, TimeSpan? longestLifetime = null)
{
    readonly List<SigningKey> all = [.. keys];
    readonly TimeSpan longest = longestLifetime ?? KeyTimes.LongestLifetime;

    public IReadOnlyList<SigningKey> Keys => all;

    public List<SigningKey> Added { get; } = [];

    public List<SigningKey> Removed { get; } = [];

    /// <summary>What the audit log says of this change; written with it or not at all.</summary>
    public List<AuditRecord> Records { get; } = [];

    public SigningKey? Find(string kid) => all.Find(key => key.Kid == kid);

    /// <summary>Whether a key that was made before the others had to wait is sealed as everything is now: the master key may have been changed meanwhile.</summary>
    public bool MayAdd(SigningKey? key) => key is not null && (sealedBy is null || key.SealedBy == sealedBy);

    /// <summary>Stores a key as the next generation; it is public from then on.</summary>
    public void Add(SigningKey key)
    {
        key.Generation = 1 + all.Where(other => other.Algorithm == key.Algorithm).Select(other => other.Generation).DefaultIfEmpty().Max();
        // A write may be run again from the beginning, with the same key.
        (key.AnnouncedAt, key.ActivatedAt, key.SignedUntil) = (null, null, null);
        all.Add(key);
        Added.Add(key);
    }

    /// <summary>Lets a key sign, and the others of its algorithm no more.</summary>
    public void Activate(SigningKey key, DateTimeOffset now)
    {
        foreach (var other in all)
            if (other != key && other.Algorithm == key.Algorithm) Retire(other, now);
        key.AnnouncedAt ??= now;
        key.ActivatedAt = now;
        key.SignedUntil = now + longest + KeyTimes.Lease;
    }

    /// <summary>Ends its signing; the private half is destroyed.</summary>
    public static void Retire(SigningKey key, DateTimeOffset now)
    {
        if (key.RetiredAt is null) key.RetiredAt = now;
        key.SealedPrivateKey = null;
    }

    /// <summary>Takes it out of use at once.</summary>
    public static void Revoke(SigningKey key, string reason, DateTimeOffset now)
    {
        Retire(key, now);
        key.WithdrawnAt ??= now;
        (key.RevokedAt, key.RevokedReason) = (now, reason);
    }

    /// <summary>Takes one step.</summary>
    /// <param name="made">The key for <see cref="RotationAction.Create"/>.</param>
    public RotationStep Apply(RotationStep step, SigningKey? made, DateTimeOffset now)
    {
        switch (step.Action)
        {
            case RotationAction.Create:
                Add(made!);
                // The first of its kind, or the first after an emergency: there is nothing else that could sign.
                if (KeyRotation.Active(all, step.Algorithm) is null) Activate(made!, now);
                return step with { Kid = made!.Kid };
            case RotationAction.Announce:
                Find(step.Kid!)!.AnnouncedAt = now;
                break;
            case RotationAction.Activate:
                Activate(Find(step.Kid!)!, now);
                break;
            case RotationAction.Withdraw:
                Find(step.Kid!)!.WithdrawnAt = now;
                break;
            default:
                var gone = Find(step.Kid!)!;
                all.Remove(gone);
                Removed.Add(gone);
                break;
        }
        return step;
    }

    /// <summary>Raises the mark below which active keys may sign; false where it is high enough.</summary>
    public bool Extend(DateTimeOffset now)
    {
        var raised = false;
        foreach (var key in all)
        {
            if (key.State != KeyState.Active || key.SignedUntil > now + longest + (KeyTimes.Lease / 2)) continue;
            key.SignedUntil = now + longest + KeyTimes.Lease;
            raised = true;
        }
        return raised;
    }
}
