using System.Diagnostics.CodeAnalysis;

namespace IdentityServer.Domain.Egress;

/// <summary>
/// Servers that the operator lets us call although the rules would not: exact pairs of host and port, no wildcards. They may
/// be private and may speak http.
/// </summary>
public sealed class AllowedHosts
{
    public static readonly AllowedHosts None = new([]);

    readonly HashSet<(string Host, int Port)> pairs;

    AllowedHosts(HashSet<(string, int)> pairs) => this.pairs = pairs;

    /// <summary>False with the first entry that is not <c>host:port</c>.</summary>
    public static bool TryParse(IEnumerable<string> entries, [NotNullWhen(true)] out AllowedHosts? allowed, [NotNullWhen(false)] out string? wrong)
    {
        ArgumentNullException.ThrowIfNull(entries);
        HashSet<(string, int)> pairs = [];
        (allowed, wrong) = (null, null);
        foreach (var entry in entries)
        {
            if (TryRead(entry, out var pair)) pairs.Add(pair);
            else wrong ??= entry ?? "";
        }
        if (wrong is not null) return false;
        allowed = new(pairs);
        return true;
    }

    /// <summary>By the names that <see cref="Uri"/> gives them: lower case, an address in its one spelling, no brackets.</summary>
    public bool Contains(string host, int port) => pairs.Contains((host, port));

    static bool TryRead(string? entry, out (string Host, int Port) pair)
    {
        pair = default;
        if (string.IsNullOrEmpty(entry) || entry.AsSpan().IndexOfAnyExcept(Letters) >= 0) return false;
        // The port has to be said: what follows the last colon, outside of the brackets of an IPv6 address.
        var colon = entry.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(entry.AsSpan(colon + 1), out var port) || port == 0) return false;
        if (!Uri.TryCreate($"https://{entry}/", UriKind.Absolute, out var uri) || uri.HostNameType == UriHostNameType.Basic || uri.Port != port) return false;
        pair = (uri.IdnHost, port);
        return true;
    }

    static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]");
}
