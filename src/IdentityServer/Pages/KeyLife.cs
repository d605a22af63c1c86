using IdentityServer.Domain.Keys;

namespace IdentityServer.Pages;

/// <summary>What a key does during a part of its life.</summary>
enum KeyPhase
{
    Announced,
    Signs,
    Retired,
}

/// <summary>A part of a key's life; what lies after now is planned.</summary>
sealed record KeySpan(KeyPhase Phase, DateTimeOffset From, DateTimeOffset To);

/// <summary>The public life of a key, part by part: what has been, and what is expected.</summary>
/// <param name="CutAt">When it was revoked.</param>
sealed record KeyLife(IReadOnlyList<KeySpan> Spans, DateTimeOffset? CutAt)
{
    public DateTimeOffset From => Spans[0].From;

    public DateTimeOffset To => Spans[^1].To;

    public static KeyLife Of(SigningKey key, KeyPlan plan, DateTimeOffset now)
    {
        var begins = PublicSince(key);
        var signs = key.ActivatedAt ?? (key == plan.Successor ? plan.TakeOverAt : null);
        var retires = key.RetiredAt ?? (key == plan.Active ? plan.TakeOverAt : null);
        var leaves = key.WithdrawnAt ?? (key.WithdrawAt is { } due ? Later(due, now) : null);
        List<KeySpan> spans = [];
        Add(KeyPhase.Announced, begins, signs ?? leaves ?? now);
        if (signs is not null) Add(KeyPhase.Signs, signs.Value, retires ?? DateTimeOffset.MaxValue);
        if (key.RetiredAt is { } retired) Add(KeyPhase.Retired, retired, leaves ?? retired);
        // Made and taken away at the same moment: still a key that there was.
        if (spans.Count == 0) spans.Add(new(key.ActivatedAt is null ? KeyPhase.Announced : KeyPhase.Signs, begins, begins));
        return new(spans, key.RevokedAt);

        void Add(KeyPhase phase, DateTimeOffset from, DateTimeOffset to)
        {
            if (to > from) spans.Add(new(phase, from, to));
        }
    }

    /// <summary>A key that does not exist yet.</summary>
    public static KeyLife Coming(DateTimeOffset createAt, DateTimeOffset takeOverAt) =>
        new([new(KeyPhase.Announced, createAt, takeOverAt), new(KeyPhase.Signs, takeOverAt, DateTimeOffset.MaxValue)], null);

    public static DateTimeOffset PublicSince(SigningKey key)
    {
        var seen = key.AnnouncedAt ?? key.CreatedAt;
        return key.ActivatedAt < seen ? key.ActivatedAt.Value : seen;
    }

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
