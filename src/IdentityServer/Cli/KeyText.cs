using System.Text.Json.Nodes;
using IdentityServer.Domain.Keys;

namespace IdentityServer.Cli;

/// <summary>Keys in words and in JSON; never more of them than is public, but for who sealed them.</summary>
internal static class KeyText
{
    public static JsonObject Document(SigningKey key) => new()
    {
        ["kid"] = key.Kid,
        ["alg"] = key.Algorithm,
        ["state"] = NameOf(key.State),
        ["generation"] = key.Generation,
        ["created_at"] = key.CreatedAt,
        ["announced_at"] = key.AnnouncedAt,
        ["activated_at"] = key.ActivatedAt,
        ["signed_until"] = key.SignedUntil,
        ["retired_at"] = key.RetiredAt,
        ["withdrawn_at"] = key.WithdrawnAt,
        ["revoked_at"] = key.RevokedAt,
        ["revoked_reason"] = key.RevokedReason,
        ["sealed_by"] = key.SealedPrivateKey is null ? null : key.SealedBy,
    };

    public static JsonObject Document(KeyPosition position) => new()
    {
        ["alg"] = position.Policy.Algorithm,
        ["active"] = position.Active?.Kid,
        ["successor"] = position.Successor?.Kid,
        ["announces_at"] = position.AnnouncesAt,
        ["takes_over_at"] = position.TakesOverAt,
        ["earliest_at"] = position.EarliestAt,
        ["policy"] = new JsonObject
        {
            ["interval"] = Span(position.Policy.Interval),
            ["announce_before"] = Span(position.Policy.AnnounceBefore),
            ["schedule"] = position.Policy.Schedule,
        },
    };

    /// <summary>Where an algorithm stands, in two or three lines.</summary>
    public static IEnumerable<string> Lines(KeyPosition position)
    {
        yield return $"{position.Policy.Algorithm}";
        yield return position.Active is { } active ? $"  signs      {active.Kid} since {Time(active.ActivatedAt)}" : "  signs      nothing yet; the server makes the first key when it starts";
        if (position.Successor is { } next)
            yield return $"  next       {next.Kid}, public since {Time(next.AnnouncedAt)}, takes over {Time(position.TakesOverAt)}";
        else if (position.AnnouncesAt is { } announces)
            yield return $"  next       will be public {Time(announces)} and take over {Time(position.TakesOverAt)}";
    }

    public static string NameOf(KeyState state) => state.ToString().ToLowerInvariant();

    public static string Time(DateTimeOffset? time) => time is { } known ? Report.Time(known) : "-";

    /// <summary>As it is typed: 90d, 12h, 30m, or the base library's own form.</summary>
    public static string Span(TimeSpan span) => span.Ticks % TimeSpan.TicksPerDay == 0 ? $"{span.Days}d"
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? $"{(int)span.TotalHours}h"
        : span.Ticks % TimeSpan.TicksPerMinute == 0 ? $"{(int)span.TotalMinutes}m"
        : span.ToString("c", System.Globalization.CultureInfo.InvariantCulture);

    public static TimeSpan? ParseSpan(string text)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), System.Globalization.NumberStyles.None, culture, out var count) && count < 100_000)
        {
            switch (text[^1])
            {
                case 'd': return TimeSpan.FromDays(count);
                case 'h': return TimeSpan.FromHours(count);
                case 'm': return TimeSpan.FromMinutes(count);
            }
        }
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, "c", culture, out var span) && span >= TimeSpan.Zero ? span : null;
    }
}
