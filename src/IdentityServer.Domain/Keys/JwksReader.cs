using IdentityServer.Domain.Primitives;

namespace IdentityServer.Domain.Keys;

/// <summary>
/// Who reads the JWK set: a client that named itself in the request, or whoever is behind an address range. A name is taken
/// on trust: this says who is up to date, and guards nothing.
/// </summary>
public sealed class JwksReader
{
    const int LongestUserAgent = 64;

    public required PoolId PoolId { get; init; }

    /// <summary>A client id, or an address range such as <c>203.0.113.0/24</c> or <c>2001:db8:1::/48</c>.</summary>
    public required string Name { get; init; }
    public required bool IsClient { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>At most a minute behind; what it got with a new key is there within seconds.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the newest key of the set that it got was announced: the same on all nodes, whatever their clocks say.</summary>
    public required DateTimeOffset KeysAnnouncedAt { get; init; }

    /// <summary>What it called itself when this was first noted, as <see cref="Shorten"/> leaves it: RFC 9110 §10.1.5.</summary>
    public string? UserAgent { get; init; }

    /// <summary>A caller's own words made fit for a log, a terminal and a page: short, and nothing in them means anything there.</summary>
    public static string? Shorten(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent)) return null;
        return string.Create(Math.Min(userAgent.Length, LongestUserAgent), userAgent, static (kept, given) =>
        {
            for (var i = 0; i < kept.Length; i++)
                kept[i] = char.IsAsciiLetterOrDigit(given[i]) || " ./_-();:,+".Contains(given[i], StringComparison.Ordinal) ? given[i] : '_';
        });
    }
}
